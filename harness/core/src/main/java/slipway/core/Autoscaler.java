package slipway.core;

/// Within which bounds an autoscaler keeps the replicas of a workload, by their use of CPU.
///
/// @param least as `minReplicas`
/// @param most as `maxReplicas`
/// @param cpuPercent of what the pods request, which it aims at
public record Autoscaler(int least, int most, int cpuPercent) {
    public Autoscaler {
        if (least < 1 || most < least || cpuPercent < 1) {
            throw new InvalidSpec(
                    "an autoscaler keeps 1 or more replicas, at most no fewer than at least, by 1 %% of CPU or more, not %d to %d by %d %%"
                            .formatted(least, most, cpuPercent));
        }
    }

    @Override
    public String toString() {
        return "%d to %d replicas at %d %% CPU".formatted(least, most, cpuPercent);
    }
}
