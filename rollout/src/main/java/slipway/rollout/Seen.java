package slipway.rollout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import slipway.core.Clients;
import slipway.core.History.Exchange;

/// What clients saw of one version in the last 10 s, for whoever watches a rollout. Nothing is
/// judged by it.
///
/// @param version the one that answered; [#NOBODY] where nobody of the suite has
/// @param answered requests that ended well
/// @param failed requests that ended otherwise
/// @param p50Millis of those answered; 0 where there are none
/// @param p99Millis of those answered; 0 where there are none
public record Seen(String version, int answered, int failed, long p50Millis, long p99Millis) {
    /// Who has answered a request that got no answer.
    public static final String NOBODY = "nobody";

    /// Some requests of each version at the usual rates, and news all the same.
    static final Duration LATELY = Duration.ofSeconds(10);

    private static final long NANOS_A_MILLI = 1_000_000;

    /// By the version that answered.
    ///
    /// @param now the time of the run, in nanoseconds
    static List<Seen> lately(Clients clients, long now) {
        var answers = new TreeMap<String, List<Exchange>>();
        for (var exchange : clients.since(now - LATELY.toNanos())) {
            var version = exchange.version();
            answers.computeIfAbsent(version == null ? NOBODY : version, _ -> new ArrayList<>())
                    .add(exchange);
        }
        return answers.entrySet().stream().map(e -> of(e.getKey(), e.getValue())).toList();
    }

    private static Seen of(String version, List<Exchange> exchanges) {
        long[] latencies =
                exchanges.stream()
                        .filter(exchange -> !exchange.failed())
                        .mapToLong(Exchange::latency)
                        .sorted()
                        .toArray();
        return new Seen(
                version,
                latencies.length,
                exchanges.size() - latencies.length,
                percentile(latencies, 50),
                percentile(latencies, 99));
    }

    /// By the nearest rank.
    private static long percentile(long[] sorted, int percent) {
        return sorted.length == 0
                ? 0
                : sorted[Math.ceilDiv(percent * sorted.length, 100) - 1] / NANOS_A_MILLI;
    }

    /// As it stands on a board: a line each.
    static String text(List<Seen> all) {
        return all.stream()
                .map(
                        seen ->
                                "%s %d %d %d %d"
                                        .formatted(
                                                seen.version,
                                                seen.answered,
                                                seen.failed,
                                                seen.p50Millis,
                                                seen.p99Millis))
                .collect(Collectors.joining("\n"));
    }

    /// What [#text] wrote; other lines say nothing.
    static List<Seen> read(String text) {
        return text.lines()
                .filter(line -> line.matches("\\S+( [0-9]{1,9}){4}"))
                .map(line -> line.split(" "))
                .map(
                        words ->
                                new Seen(
                                        words[0],
                                        Integer.parseInt(words[1]),
                                        Integer.parseInt(words[2]),
                                        Long.parseLong(words[3]),
                                        Long.parseLong(words[4])))
                .toList();
    }
}
