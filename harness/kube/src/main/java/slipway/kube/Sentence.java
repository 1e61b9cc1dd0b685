package slipway.kube;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import slipway.core.Pod;
import slipway.core.Replicas;

/// What was last seen when a wait came to nothing, as one line: `api not ready after 2m: 3 of 4
/// pods ready, api-7d9f-x2k: ImagePullBackOff`.
final class Sentence {
    /// More would hide the first, and they mostly say the same.
    private static final int PODS = 3;

    private Sentence() {}

    static String of(
            String workload,
            String expectation,
            Duration within,
            Replicas replicas,
            List<Pod> pods,
            String complaint) {
        return workload
                + " not "
                + expectation
                + " after "
                + time(within)
                + ": "
                + seen(replicas, pods, complaint);
    }

    static String seen(Replicas replicas, List<Pod> pods, String complaint) {
        var parts = new ArrayList<String>();
        parts.add(replicas.ready() + " of " + replicas.desired() + " pods ready");
        var troubled = pods.stream().filter(p -> p.leaving() || !p.trouble().isEmpty()).toList();
        troubled.stream()
                .limit(PODS)
                .map(p -> p.name() + ": " + (p.leaving() ? "leaving" : p.trouble()))
                .forEach(parts::add);
        if (troubled.size() > PODS) {
            parts.add("and " + (troubled.size() - PODS) + " more");
        }
        if (!complaint.isEmpty()) {
            parts.add(complaint);
        }
        return String.join(", ", parts);
    }

    /// `2m`, `1m30s`, `500ms`.
    static String time(Duration time) {
        if (time.toSeconds() == 0) {
            return time.toMillis() + "ms";
        }
        var minutes = time.toMinutes() == 0 ? "" : time.toMinutes() + "m";
        var seconds = time.toSecondsPart() == 0 ? "" : time.toSecondsPart() + "s";
        return minutes + seconds;
    }
}
