package slipway.rollout;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.FisherExactTest;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import slipway.core.Connection;
import slipway.core.History.Exchange;
import slipway.core.InvalidSpec;

/// Says whether a version on trial serves its clients worse than the one that it is to replace, by
/// what the clients of both saw in the same time.
///
/// Rates of failure are compared by Fisher's exact test, which is exact for the few requests that a
/// small share brings; latencies by the Mann-Whitney test, since they have no distribution that
/// another test could assume. Both are one-sided: a version that is better is no reason to stop.
///
/// Failures are compared with those of a minute before the trial too: the version before has
/// answered thousands of requests by then, and beside none of 2,000 that failed two of 20 are no
/// chance, each of them a client who saw an error. But nobody is blamed for what befalls others
/// meanwhile: where the version before may fail as often at the same time, that is open.
///
/// With a [slipway.core.Baseline] like is compared with like: latencies with the baseline's alone,
/// and of both sides the break-in is left out. Where the baseline has failed too, and may fail as
/// often, that is open; so is everything but a failure while the baseline itself is mostly slower
/// than the older pods of its version: what queues behind two new JVMs hides what a version adds.
///
/// @param sample how many requests the version on trial has to have answered before it can pass: no
///   data promotes nothing, and blames nobody
/// @param significance below which a difference is not taken for chance. It is looked at several
///   times a second, so it must be far below the rate of false alarms that one can live with:
///   0.0001 at up to 240 looks are 2.4 % at most for one of its two tests
/// @param breakIn how many requests a new JVM may take to get going: their latencies are not
///   judged, their failures are; of the version before only the baseline's pods are new
/// @param tolerance by how much a request may be slower
/// @param slower how often a request to the version on trial may be the slower one of two by more
///   than that, 0.5 to 1: a new JVM is a little slower for a while, and that is no reason to stop
public record CanaryJudge(
        int sample, double significance, int breakIn, Duration tolerance, double slower) {
    /// Fewer say nothing of a distribution.
    private static final int LATENCIES = 20;

    /// A version whose failures are less likely than this to be chance does not pass: more requests
    /// will tell.
    private static final double SUSPICIOUS = 0.05;

    /// Where more than half of the requests are slower by more than the tolerance, as they would be
    /// for a version that is, none passes: more requests will tell.
    private static final double MOSTLY = 0.5;

    public CanaryJudge {
        if (sample < 1
                || breakIn < 0
                || tolerance.isNegative()
                || !(0 < significance && significance < 0.5)
                || !(0.5 <= slower && slower <= 1)) {
            throw new InvalidSpec(
                    "a judge takes a sample of 1 or more, a significance between 0 and 0.5, a break-in and a tolerance of 0 or more and a bound of 0.5 to 1 for slower requests, not %d, %s, %d, %s and %s"
                            .formatted(sample, significance, breakIn, tolerance, slower));
        }
    }

    /// A hundred requests, few false alarms in a hundred trials, fifty to get going, three of four
    /// slower by more than 50 ms.
    public CanaryJudge() {
        this(100, 0.0001, 50, Duration.ofMillis(50), 0.75);
    }

    /// How many requests failed of how many.
    public record Rate(int failed, int of) {
        /// Of these and those.
        Rate and(Rate others) {
            return new Rate(failed + others.failed, of + others.of);
        }
    }

    /// @param usual what clients of the version of before saw, from a minute before the trial on;
    ///   those of `before` among them
    /// @param before what they saw meanwhile
    /// @param trial what clients of the version on trial saw, and the failures that bear nobody's
    ///   name: a trial is what changed
    public Finding judge(List<Exchange> usual, List<Exchange> before, List<Exchange> trial) {
        return judge(rates(rate(usual), rate(before), rate(trial)), newest(before), trial);
    }

    /// @param usual as in [#judge(List, List, List)]
    /// @param before what clients of the version of before saw meanwhile, those of the baseline
    ///   among them
    /// @param baseline what these saw
    /// @param trial as in [#judge(List, List, List)]
    public Finding judge(
            List<Exchange> usual,
            List<Exchange> before,
            List<Exchange> baseline,
            List<Exchange> trial) {
        var fresh = newest(going(baseline));
        var finding =
                judge(rates(rate(usual), rate(before), rate(baseline), rate(trial)), fresh, trial);
        if (!(finding instanceof Finding.Passes)) {
            return finding;
        }
        var others = Set.copyOf(baseline);
        var old = newest(before.stream().filter(e -> !others.contains(e)).toList());
        if (old.length < LATENCIES) {
            return finding;
        }
        double share = lag(fresh, old).share();
        return share > MOSTLY
                ? new Finding.Open("the baseline has not got going yet: " + slow(share))
                : finding;
    }

    private Finding judge(Finding rates, double[] usual, List<Exchange> trial) {
        if (rates instanceof Finding.Fails) {
            return rates;
        }
        var own = newest(going(trial));
        if (own.length < LATENCIES || usual.length < LATENCIES) {
            return rates instanceof Finding.Passes
                    ? new Finding.Open(
                            "%d latencies of it count, and %d to compare them with: it takes %d of each"
                                    .formatted(own.length, usual.length, LATENCIES))
                    : rates;
        }
        var lag = lag(own, usual);
        if (lag.share() > slower && lag.chance() < significance) {
            return new Finding.Fails("%s (p = %.1e)".formatted(slow(lag.share()), lag.chance()));
        }
        return rates instanceof Finding.Passes && lag.share() > MOSTLY
                ? new Finding.Open(
                        slow(lag.share()) + ": too likely to be chance, and too unlikely")
                : rates;
    }

    /// How much slower one side is than the other.
    ///
    /// @param share of all pairs of requests, one of each side, in how many its own takes longer by
    ///   more than the tolerance, 0 to 1
    /// @param chance how likely so many are for a side that is slower by the tolerance, 0 to 1
    private record Lag(double share, double chance) {}

    private Lag lag(double[] own, double[] others) {
        var test =
                MannWhitneyUTest.withDefaults()
                        .with(AlternativeHypothesis.GREATER_THAN)
                        .withMu((double) tolerance.toNanos())
                        .test(own, others);
        return new Lag(test.getStatistic() / own.length / others.length, test.getPValue());
    }

    private String slow(double share) {
        return "of two requests the one to it is slower by more than %d ms in %.0f %%"
                .formatted(tolerance.toMillis(), 100 * share);
    }

    /// By failures alone.
    ///
    /// @param usual of the version before, from before the trial on
    /// @param before of the version before, meanwhile
    public Finding rates(Rate usual, Rate before, Rate trial) {
        double chance = chance(usual, trial);
        if (chance < significance) {
            var why = failures(usual, trial, chance);
            return mayBefall(before, trial)
                    ? new Finding.Open(
                            "%s; but meanwhile %d of %d of these failed, which may be as many"
                                    .formatted(why, before.failed(), before.of()))
                    : new Finding.Fails(why);
        }
        if (trial.of() < sample || before.of() < sample) {
            return new Finding.Open(
                    "%d requests were answered, and %d by the version before: it takes %d of each"
                            .formatted(trial.of(), before.of(), sample));
        }
        return chance < SUSPICIOUS
                ? new Finding.Open(
                        failures(usual, trial, chance)
                                + ": too likely to be chance, and too unlikely")
                : new Finding.Passes();
    }

    /// By failures alone.
    ///
    /// @param usual as in [#rates(Rate, Rate, Rate)]
    /// @param before of all pods of the version before meanwhile, the baseline's among them
    public Finding rates(Rate usual, Rate before, Rate baseline, Rate trial) {
        return switch (rates(usual, before, trial)) {
            case Finding.Fails(var why) when baseline.failed() > 0 && mayBefall(baseline, trial) ->
                    new Finding.Open(
                            "%s; but of the baseline's %d of %d failed, which may be as many"
                                    .formatted(why, baseline.failed(), baseline.of()));
            case Finding.Passes _ when baseline.of() < sample ->
                    new Finding.Open(
                            "%d requests were answered by the baseline: it takes %d"
                                    .formatted(baseline.of(), sample));
            case Finding finding -> finding;
        };
    }

    /// Whether these may fail as often as the version on trial.
    private static boolean mayBefall(Rate others, Rate trial) {
        return chance(others, trial) >= SUSPICIOUS;
    }

    /// How likely it is that a version that is no worse fails as often by chance, 0 to 1.
    private static double chance(Rate before, Rate trial) {
        if (trial.failed() == 0 || before.of() == 0) {
            return 1;
        }
        int[][] table = {
            {trial.failed(), trial.of() - trial.failed()},
            {before.failed(), before.of() - before.failed()}
        };
        return FisherExactTest.withDefaults()
                .with(AlternativeHypothesis.GREATER_THAN)
                .test(table)
                .getPValue();
    }

    private static String failures(Rate before, Rate trial, double chance) {
        return "%d of %d requests failed, and %d of %d of the version before (p = %.1e)"
                .formatted(trial.failed(), trial.of(), before.failed(), before.of(), chance);
    }

    private static Rate rate(List<Exchange> exchanges) {
        return new Rate(
                (int) exchanges.stream().filter(Exchange::failed).count(), exchanges.size());
    }

    /// Without those of the time in which its pods got going.
    private List<Exchange> going(List<Exchange> exchanges) {
        return exchanges.subList(Math.min(breakIn, exchanges.size()), exchanges.size());
    }

    /// The latencies of the newest requests, as many as a sample has: a version is judged by how it
    /// is once it got going. Of those that take as long as the service does, and no longer.
    private double[] newest(List<Exchange> exchanges) {
        var latencies =
                exchanges.stream()
                        .filter(e -> !e.failed() && e.invoked().connection() != Connection.SLOW)
                        .mapToDouble(Exchange::latency)
                        .toArray();
        int from = Math.max(0, latencies.length - Math.max(sample, LATENCIES));
        return Arrays.copyOfRange(latencies, from, latencies.length);
    }
}
