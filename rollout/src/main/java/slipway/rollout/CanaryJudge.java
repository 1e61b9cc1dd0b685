package slipway.rollout;

import java.time.Duration;
import java.util.List;
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
/// @param sample how many requests the version on trial has to have answered before it can pass: no
///   data promotes nothing, and blames nobody
/// @param significance below which a difference is not taken for chance. It is looked at several
///   times a second, so it must be far below the rate of false alarms that one can live with:
///   0.0001 at up to 100 looks are 1 % at most for one of its two tests
/// @param breakIn how many requests a new JVM may take to get going: their latencies are not
///   judged, their failures are
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

    /// @param before what clients of the version of before saw
    /// @param trial what clients of the version on trial saw, and the failures that bear nobody's
    ///   name: a trial is what changed
    public Finding judge(List<Exchange> before, List<Exchange> trial) {
        double chance = 1;
        int[][] table = {split(trial), split(before)};
        if (table[0][0] > 0 && compared(table)) {
            var failures =
                    FisherExactTest.withDefaults()
                            .with(AlternativeHypothesis.GREATER_THAN)
                            .test(table);
            chance = failures.getPValue();
            if (failures.reject(significance)) {
                return new Finding.Fails(failures(table, chance));
            }
        }
        var slow = latencies(trial.subList(Math.min(breakIn, trial.size()), trial.size()));
        var usual = latencies(before);
        if (slow.length >= LATENCIES && usual.length >= LATENCIES) {
            var latency =
                    MannWhitneyUTest.withDefaults()
                            .with(AlternativeHypothesis.GREATER_THAN)
                            .withMu((double) tolerance.toNanos())
                            .test(slow, usual);
            double share = latency.getStatistic() / slow.length / usual.length;
            if (share > slower && latency.reject(significance)) {
                return new Finding.Fails(
                        "of two requests the one to it is slower by more than %d ms in %.0f %% (p = %.1e)"
                                .formatted(tolerance.toMillis(), 100 * share, latency.getPValue()));
            }
        }
        if (trial.size() < sample || before.size() < sample) {
            return new Finding.Open(
                    "%d requests were answered, and %d by the version before: it takes %d of each"
                            .formatted(trial.size(), before.size(), sample));
        }
        return chance < SUSPICIOUS
                ? new Finding.Open(
                        failures(table, chance) + ": too likely to be chance, and too unlikely")
                : new Finding.Passes();
    }

    private static String failures(int[][] table, double chance) {
        return "%d of %d requests failed, and %d of %d of the version before (p = %.1e)"
                .formatted(
                        table[0][0],
                        table[0][0] + table[0][1],
                        table[1][0],
                        table[1][0] + table[1][1],
                        chance);
    }

    private static boolean compared(int[][] table) {
        return table[1][0] + table[1][1] > 0;
    }

    /// Failed, and not.
    private static int[] split(List<Exchange> exchanges) {
        int failed = (int) exchanges.stream().filter(Exchange::failed).count();
        return new int[] {failed, exchanges.size() - failed};
    }

    /// Of requests that take as long as the service does, and no longer.
    private static double[] latencies(List<Exchange> exchanges) {
        return exchanges.stream()
                .filter(e -> !e.failed() && e.invoked().connection() != Connection.SLOW)
                .mapToDouble(Exchange::latency)
                .toArray();
    }
}
