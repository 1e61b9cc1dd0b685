package slipway.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import slipway.core.Replicas;
import slipway.core.Version;

/// What is drawn of a rollout: who answered its clients, and which pods there were. Times are in
/// seconds since its first step began.
///
/// @param from label of the version before
/// @param next label of the version that is rolled out
/// @param answers one for each second, from [#LEAD] before the first step to as long after the last
/// @param pods from each change on, in the same time
/// @param end when the last step ended
/// @param abort when the abort began, or null
record ComparedPicture(
        String from,
        String next,
        List<Answers> answers,
        List<Pods> pods,
        double end,
        @Nullable Double abort) {
    /// How many seconds are shown before the rollout, and after it: enough to see that nothing
    /// changes there.
    static final int LEAD = 5;

    /// In less than a second, a quarter of 40 requests would be a matter of chance.
    private static final long SECOND = 1_000_000_000;

    /// What became of the requests that were sent within one second: answered by the version
    /// before, by the new one, or failed, whoever answered then.
    record Answers(int old, int young, int failed) {
        int all() {
            return old + young + failed;
        }
    }

    /// The pods from one time on, without those that are ending.
    record Pods(double at, int old, int young, int desired) {}

    ComparedPicture {
        answers = List.copyOf(answers);
        pods = List.copyOf(pods);
    }

    static ComparedPicture of(SeenRollout seen) {
        long begin = seen.begin().orElse(0);
        long end = seen.end().orElse(seen.history().end());
        int seconds = Math.toIntExact(Math.ceilDiv(end - begin, SECOND)) + 2 * LEAD;
        var abort = seen.abortBegin();
        return new ComparedPicture(
                seen.from().label(),
                seen.next().label(),
                answers(seen, begin, seconds),
                pods(seen, begin, seconds),
                since(begin, end),
                abort.isEmpty() ? null : since(begin, abort.getAsLong()));
    }

    /// Where the picture ends, in seconds.
    int until() {
        return answers.size() - LEAD;
    }

    private static List<Answers> answers(SeenRollout seen, long begin, int seconds) {
        var old = new int[seconds];
        var young = new int[seconds];
        var failed = new int[seconds];
        for (var exchange : seen.history().exchanges()) {
            long second = Math.floorDiv(exchange.invoked().at() - begin, SECOND) + LEAD;
            if (second < 0 || second >= seconds) {
                continue;
            }
            int i = Math.toIntExact(second);
            if (exchange.failed()) {
                failed[i]++;
            } else if (seen.from().named(exchange.version())) {
                old[i]++;
            } else if (seen.next().named(exchange.version())) {
                young[i]++;
            }
        }
        var answers = new ArrayList<Answers>();
        for (int i = 0; i < seconds; i++) {
            answers.add(new Answers(old[i], young[i], failed[i]));
        }
        return answers;
    }

    private static List<Pods> pods(SeenRollout seen, long begin, int seconds) {
        var pods = new ArrayList<Pods>();
        for (var observed : seen.history().observations(seen.workload())) {
            double at = since(begin, observed.at());
            if (at >= seconds - LEAD) {
                continue;
            }
            if (at <= -LEAD) {
                pods.clear(); // only the last state before the picture is in it
            }
            var replicas = observed.replicas();
            pods.add(
                    new Pods(
                            Math.max(-LEAD, at),
                            existing(replicas, seen.from()),
                            existing(replicas, seen.next()),
                            replicas.desired()));
        }
        return pods;
    }

    private static int existing(Replicas replicas, Version version) {
        return replicas.existing().entrySet().stream()
                .filter(pods -> version.named(pods.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /// To the millisecond, which is more than is drawn.
    private static double since(long begin, long at) {
        return Math.round((at - begin) / 1e6) / 1e3;
    }
}
