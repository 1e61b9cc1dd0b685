package slipway.rollout;

import java.util.ArrayList;
import java.util.List;
import slipway.core.Baseline;
import slipway.core.Image;
import slipway.core.Served;
import slipway.core.UpdateSpec;

/// What pods have counted by one time.
record Counts(List<Served> pods) {
    static final Counts NONE = new Counts(List.of());

    Counts {
        pods = List.copyOf(pods);
    }

    boolean has(String pod) {
        return pods.stream().anyMatch(served -> served.pod().equals(pod));
    }

    /// The same, and of pods that were not asked before what they have counted by now.
    Counts with(Counts later) {
        var all = new ArrayList<>(pods);
        later.pods.stream().filter(served -> !has(served.pod())).forEach(all::add);
        return new Counts(all);
    }

    /// What those that were asked before have counted since. One whose container has started anew
    /// meanwhile has counted all of it since; of one that nobody asked before, nobody knows.
    Counts since(Counts earlier) {
        var since = new ArrayList<Served>();
        for (var then : earlier.pods) {
            pods.stream()
                    .filter(now -> now.pod().equals(then.pod()))
                    .map(now -> since(then, now))
                    .forEach(since::add);
        }
        return new Counts(since);
    }

    private static Served since(Served then, Served now) {
        return now.answered() < then.answered() || now.failed() < then.failed()
                ? now
                : new Served(
                        now.pod(),
                        now.version(),
                        now.answered() - then.answered(),
                        now.failed() - then.failed());
    }

    /// @param baseline whether there is one to compare with
    Finding judged(CanaryJudge judge, UpdateSpec before, Image next, boolean baseline) {
        var version = before.image().version();
        var old = of(version);
        var trial = of(next.version());
        if (!baseline) {
            return judge.rates(old, old, trial);
        }
        var fresh = of(Baseline.version(version));
        var all = old.and(fresh);
        return judge.rates(all, all, fresh, trial);
    }

    private CanaryJudge.Rate of(String version) {
        long answered = 0;
        long failed = 0;
        for (var pod : pods) {
            if (pod.version().equals(version)) {
                answered += pod.answered();
                failed += pod.failed();
            }
        }
        return new CanaryJudge.Rate(Math.toIntExact(failed), Math.toIntExact(answered));
    }
}
