package slipway.rollout;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import slipway.core.Group;
import slipway.core.InvalidSpec;
import slipway.core.Strategy;
import slipway.core.Version;
import slipway.core.Workload;

/// One step of a rollout: data, so that a plan can be shown before it runs, and be written by hand.
public sealed interface PlanStep {
    /// What it is called, in the plan that is shown and in the history: `roll api`, `switch api`.
    String name(Workload workload, Version next);

    /// Whether it only looks at the next version: whoever wants to promote it can do without.
    default boolean looks() {
        return switch (this) {
            case Look _, Judge _, Pause _, Share _, Match _, Mirror _ -> true;
            case Update _, Bring _, Promote _ -> false;
        };
    }

    /// The workload's controller replaces pod after pod, within the bounds of a strategy.
    ///
    /// @param strategy null for the workload's own. Afterwards it has its own again
    record Update(@Nullable Strategy strategy) implements PlanStep {
        /// By the workload's own strategy.
        public static final Update OWN = new Update(null);

        @Override
        public String name(Workload workload, Version next) {
            return switch (strategy) {
                case Strategy.Recreate _ -> "recreate " + workload.name();
                case Strategy.RollingUpdate(var _, var _, int partition) when partition > 0 ->
                        "roll %s from ordinal %d on".formatted(workload.name(), partition);
                case null, default -> "roll " + workload.name();
            };
        }
    }

    /// So many pods of the next version come up beside those of the one before. No client is sent
    /// to them yet.
    ///
    /// @param pods as Kubernetes counts them: a number (`1`), or a share of the replicas (`100%`),
    ///   rounded up
    /// @param baseline whether as many fresh pods of the version before come up at the same time,
    ///   for judges to compare with: [slipway.core.Baseline]
    record Bring(String pods, boolean baseline) implements PlanStep {
        public Bring {
            if (!pods.matches("[1-9][0-9]{0,2}|([1-9][0-9]?|100)%")) {
                throw new InvalidSpec("a count of pods to bring up is like 1 or 100%, not " + pods);
            }
        }

        /// Without a baseline.
        public Bring(String pods) {
            this(pods, false);
        }

        /// How many pods these are: never more than a Deployment makes of one version.
        int of(int replicas) {
            int all = Math.max(1, replicas);
            if (!pods.endsWith("%")) {
                return Math.min(all, Integer.parseInt(pods));
            }
            int percent = Integer.parseInt(pods.substring(0, pods.length() - 1));
            return Math.ceilDiv(percent * all, 100);
        }

        @Override
        public String name(Workload workload, Version next) {
            return "bring up %s of %s%s".formatted(pods, next, baseline ? " and a baseline" : "");
        }
    }

    /// The harness itself asks the next version, on a route of its own; one answer that is not as
    /// it should be, and the version fails.
    ///
    /// @param times 1 to 1,000
    record Look(int times) implements PlanStep {
        public Look {
            if (times < 1 || times > 1_000) {
                throw new InvalidSpec("looks are 1 to 1000, not " + times);
            }
        }

        @Override
        public String name(Workload workload, Version next) {
            return "look at %s %d times".formatted(next, times);
        }
    }

    /// This share of the clients is sent to the next version, and as large a one to the baseline,
    /// where there is one.
    ///
    /// @param percent 0 to 100, with a baseline to 50; with 100 all clients have changed version
    record Share(int percent) implements PlanStep {
        public Share {
            if (percent < 0 || percent > 100) {
                throw new InvalidSpec("a share of the clients is 0 to 100 percent, not " + percent);
            }
        }

        @Override
        public String name(Workload workload, Version next) {
            return percent == 100
                    ? "switch " + workload.name()
                    : "send %d %% to %s".formatted(percent, next);
        }
    }

    /// Clients of this group are sent to the next version, and no others: an A/B test.
    record Match(Group group) implements PlanStep {
        @Override
        public String name(Workload workload, Version next) {
            return "send who has %s to %s".formatted(group, next);
        }
    }

    /// Each read is sent to the next version too, whose answers nobody gets, until clients are sent
    /// to it: a shadow of the version before.
    record Mirror() implements PlanStep {
        @Override
        public String name(Workload workload, Version next) {
            return "mirror reads to " + next;
        }
    }

    /// What clients of both versions see from now on decides whether the next step is taken, those
    /// of the baseline before all; once all are sent to the next version, it is compared with what
    /// they saw before.
    ///
    /// @param patience what is still open then is given up
    /// @param by whose record decides
    record Judge(CanaryJudge judge, Duration patience, Source by) implements PlanStep {
        /// Who tells how many requests have failed.
        public enum Source {
            /// The clients, and they tell latencies too.
            CLIENTS,
            /// The pods, by their own metrics: of requests whose answers no client gets, nobody
            /// else can tell.
            PODS
        }

        public Judge {
            positive("a judge's patience", patience);
        }

        /// By what clients see.
        public Judge(CanaryJudge judge, Duration patience) {
            this(judge, patience, Source.CLIENTS);
        }

        @Override
        public String name(Workload workload, Version next) {
            return by == Source.PODS ? "judge %s by its pods".formatted(next) : "judge " + next;
        }
    }

    /// Nothing is done for some time.
    record Pause(Duration time) implements PlanStep {
        public Pause {
            positive("a pause", time);
        }

        @Override
        public String name(Workload workload, Version next) {
            return time.toMillis() % 1000 == 0
                    ? "pause for %d s".formatted(time.toSeconds())
                    : "pause for %d ms".formatted(time.toMillis());
        }
    }

    /// The next version gets all replicas and all clients; the pods that were looked at stay.
    record Promote() implements PlanStep {
        @Override
        public String name(Workload workload, Version next) {
            return "promote " + workload.name();
        }
    }

    private static void positive(String what, Duration time) {
        if (!time.isPositive()) {
            throw new InvalidSpec(what + " takes more than no time, not " + time);
        }
    }
}
