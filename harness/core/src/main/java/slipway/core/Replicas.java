package slipway.core;

import java.util.Map;
import java.util.TreeMap;

/// The replicas of a workload at one time.
///
/// @param desired `spec.replicas`
/// @param promised how many may never be missing: `desired` less `maxUnavailable`
/// @param ready pods that are ready and not being deleted
/// @param endpoints ready addresses behind the workload's Service
/// @param versions ready pods by the version of their image
/// @param existing pods that are not being deleted, ready or not, by the version of their image
/// @param settled the controller has seen the newest spec, and every pod is of it and available
public record Replicas(
        int desired,
        int promised,
        int ready,
        int endpoints,
        Map<String, Integer> versions,
        Map<String, Integer> existing,
        boolean settled) {
    public Replicas {
        versions = Map.copyOf(versions);
        existing = Map.copyOf(existing);
    }

    /// Whether as many are ready as should be; a rollout may be under way all the same.
    public boolean allReady() {
        return ready >= desired;
    }

    /// Whether the workload has come to rest with pods of that version alone.
    public boolean settledAt(Version version) {
        return settled && existing.keySet().stream().allMatch(version::named);
    }

    @Override
    public String toString() {
        return ready + " of " + desired + " pods ready " + new TreeMap<>(versions);
    }
}
