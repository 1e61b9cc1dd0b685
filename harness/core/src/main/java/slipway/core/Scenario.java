package slipway.core;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// A question put to the suite: this load, this disturbance, these claims. Plain data.
///
/// @param name what `slipway run` calls it
/// @param family `rollout`, `chaos`, `scale` or `suite`
/// @param twin which claim of which scenario must be violated here; null for an honest scenario
/// @param subject the workload that is disturbed and observed, be it one of several
/// @param from the version that runs before, of every workload that is disturbed
/// @param steady how long the load runs undisturbed first; if the claims fail there, nothing is
///   said of the disturbance
/// @param load outlasts the disturbance: where that takes long, more of it is offered
/// @param delay from the start of the load to the disturbance
/// @param after from the end of the disturbance to that of the load, at least
/// @param settle from the end of the load to the final read
public record Scenario(
        String name,
        String family,
        @Nullable Twin twin,
        Workload subject,
        Version from,
        Load load,
        Duration steady,
        Duration delay,
        Duration after,
        Disturbance disturbance,
        Duration settle,
        List<Checker> checkers,
        long seed) {
    /// A scenario that is sabotaged, so that its checkers can be seen to bite.
    ///
    /// @param of the honest scenario that it is the twin of
    /// @param claim what must be violated: that another one is says nothing of this one's checker
    public record Twin(String of, String claim) {}

    public Scenario {
        checkers = List.copyOf(checkers);
        if (!name.matches("[a-z][a-z0-9-]*")) {
            throw new InvalidSpec(
                    "a scenario's name is like rolling-sabotaged, but this is " + name);
        }
        if (checkers.isEmpty()) {
            throw new InvalidSpec(name + " claims nothing: it needs at least one checker");
        }
        if (twin != null && checkers.stream().noneMatch(c -> c.claim().equals(twin.claim()))) {
            throw new InvalidSpec(name + " must violate what it does not claim: " + twin.claim());
        }
        if (disturbance.brings().equals(Optional.of(from))
                || disturbance.bringsToOthers().containsValue(from)) {
            throw new InvalidSpec(
                    name + " rolls out " + from + ", which is the version that runs before");
        }
        if (delay.compareTo(load.duration()) >= 0) {
            throw new InvalidSpec(
                    name
                            + " disturbs after "
                            + delay
                            + ", but its load lasts only "
                            + load.duration());
        }
    }

    /// Every workload that is disturbed and observed, and the version that is brought to it, if
    /// any.
    public SequencedMap<Workload, Optional<Version>> workloads() {
        var workloads = new LinkedHashMap<Workload, Optional<Version>>();
        workloads.put(subject, disturbance.brings());
        disturbance
                .bringsToOthers()
                .forEach((workload, next) -> workloads.put(workload, Optional.of(next)));
        disturbance.touches().forEach(w -> workloads.putIfAbsent(w, Optional.empty()));
        return workloads;
    }

    /// Whether a twin was caught: the claim that its sabotage breaks is violated.
    public boolean caught(List<Verdict> verdicts) {
        return twin != null
                && verdicts.stream()
                        .anyMatch(
                                v ->
                                        v instanceof Verdict.Violated
                                                && v.claim().equals(twin.claim()));
    }

    /// The same scenario with other dice.
    public Scenario seeded(long dice) {
        return copy(load, disturbance, dice);
    }

    /// The same scenario, and the same claims, with another version of all that it is at, or
    /// disturbed in another way.
    public Scenario mutated(String otherName, Version version, Disturbance otherwise) {
        return new Scenario(
                otherName, family, null, subject, version, load, steady, delay, after, otherwise,
                settle, checkers, seed);
    }

    /// The same scenario at another rate.
    ///
    /// @param perSecond requests a second
    public Scenario at(int perSecond) {
        return copy(load.at(perSecond), disturbance, seed);
    }

    /// The same scenario under a load that lasts for another time, and with a disturbance that
    /// lasts as long within it, where it does not end by itself.
    ///
    /// @throws InvalidSpec where that leaves no time to disturb anything
    public Scenario lasting(Duration time) {
        var room = time.minus(delay).minus(after);
        if (!room.isPositive()) {
            throw new InvalidSpec(
                    "%s begins to disturb after %d s and loads for %d s more: --for takes longer, not %s s"
                            .formatted(
                                    name, delay.toSeconds(), after.toSeconds(), time.toSeconds()));
        }
        return copy(load.lasting(time), disturbance.lasting(room), seed);
    }

    private Scenario copy(Load other, Disturbance otherwise, long dice) {
        return new Scenario(
                name, family, twin, subject, from, other, steady, delay, after, otherwise, settle,
                checkers, dice);
    }
}
