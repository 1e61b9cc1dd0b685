package slipway.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import slipway.chaos.Aftermath;
import slipway.core.Books;
import slipway.core.Cluster;
import slipway.core.Connection;
import slipway.core.Event;
import slipway.core.NodeView;
import slipway.core.Operation;
import slipway.core.Outcome;
import slipway.core.Replicas;
import slipway.core.Step;
import slipway.core.Transfer;
import slipway.core.Verdict;
import slipway.core.Workload;

/// Run folders with made-up histories, for tests and for looking at reports: `main` writes one of
/// each kind into a folder.
final class ReportSamples {
    static final Workload API = Workload.deployment("api");
    static final String OLD = "v1-0a1b2c3d";
    static final String NEW = "v2-4e5f6071";
    private static final long MS = 1_000_000;
    private static final long S = 1_000 * MS;

    private ReportSamples() {}

    public static void main(String[] args) throws IOException {
        var runs = Path.of(args[0]);
        System.out.println(Report.write(holding(runs, 60)));
        System.out.println(Report.write(violated(runs, "api-7d9f")));
        System.out.println(Report.write(undecided(runs)));
        System.out.println(Report.write(cutOff(runs)));
        System.out.println(Report.write(holding(runs, 1_800)));
    }

    static RunInfo info(String name, String twin, int seconds) {
        boolean honest = twin.isEmpty();
        return new RunInfo(
                name,
                "rollout",
                honest ? null : twin,
                API,
                "200 requests a second for "
                        + seconds
                        + " s: 50 % transfers, 50 % on fresh connections",
                200,
                "rolling update of api to " + (honest ? "v2" : "v2-drainless"),
                List.of(
                        "no request failed",
                        "no acknowledged transfer is lost or doubled",
                        "money is conserved",
                        "api never has fewer ready pods than promised",
                        "versions of api only move forward"),
                42,
                Duration.ofSeconds(5),
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(seconds / 3),
                Duration.ofSeconds(3),
                "v1",
                honest ? "v2" : "v2-drainless",
                Map.of("v1", "localhost/api:" + OLD, "v2", "localhost/api:" + NEW),
                new Cluster.Info("v1.36.4", 3, "kind-slipway"),
                Instant.parse("2026-11-22T22:50:03.123Z"),
                new RunInfo.Host(2, 24L << 30, "Linux 6.1 amd64", "Temurin-25 25.0.3+9"),
                "1.0.0-SNAPSHOT (0a1b2c3)",
                List.of("slipway", "run", name));
    }

    static RunFolder holding(Path runs, int seconds) throws IOException {
        var folder = folder(runs, info("rolling", "", seconds), events("api-5c8", seconds, false));
        folder.write(
                List.of(
                        new Verdict.Holds("no request failed", requests((seconds + 5) * 200L, 0)),
                        new Verdict.Holds(
                                "no acknowledged transfer is lost or doubled",
                                figures(
                                        "acknowledged",
                                        (seconds + 5) * 100,
                                        "lost",
                                        0,
                                        "doubled",
                                        0,
                                        "uncertain",
                                        0)),
                        new Verdict.Holds(
                                "money is conserved",
                                figures(
                                        "accounts",
                                        100,
                                        "expected",
                                        100_000_000,
                                        "total",
                                        100_000_000)),
                        new Verdict.Holds(
                                "api never has fewer ready pods than promised",
                                figures("observations", 17, "promised", 4, "fewestReady", 4)),
                        new Verdict.Holds(
                                "versions of api only move forward",
                                figures(
                                        "answersOld",
                                        6321,
                                        "answersNew",
                                        6679,
                                        "rolloutMillis",
                                        24_112))),
                aftermaths(folder));
        return folder;
    }

    static RunFolder violated(Path runs, String podPrefix) throws IOException {
        var events = events(podPrefix, 60, true);
        var folder = folder(runs, info("rolling-sabotaged", "rolling", 60), events);
        var failed = new ArrayList<Event>();
        long failures = 0;
        Map<Long, Event> sent = new TreeMap<>();
        for (var event : events) {
            if (event instanceof Event.Invoked invoked) {
                sent.put(invoked.id(), invoked);
            } else if (event instanceof Event.Ended ended && !ended.outcome().acknowledged()) {
                failures++;
                if (failed.size() < 20) {
                    failed.add(sent.getOrDefault(ended.id(), ended));
                    failed.add(ended);
                }
            }
        }
        var low =
                events.stream()
                        .filter(
                                e ->
                                        e instanceof Event.Observed o
                                                && o.replicas().ready() < o.replicas().promised())
                        .toList();
        folder.write(
                List.of(
                        new Verdict.Violated(
                                "no request failed",
                                failures
                                        + " of 13000 requests failed; the first: uncertain: connection reset",
                                failed,
                                requests(13_000, failures)),
                        new Verdict.Holds(
                                "no acknowledged transfer is lost or doubled",
                                figures(
                                        "acknowledged",
                                        6_470,
                                        "lost",
                                        0,
                                        "doubled",
                                        0,
                                        "uncertain",
                                        19)),
                        new Verdict.Violated(
                                "api never has fewer ready pods than promised",
                                "only 3 of 4 promised pods were ready",
                                low,
                                figures("observations", 17, "promised", 4, "fewestReady", 3))),
                aftermaths(folder));
        return folder;
    }

    static RunFolder undecided(Path runs) throws IOException {
        var folder = folder(runs, info("rolling", "", 60), events("api-5c8", 60, false));
        folder.write(
                List.of(
                        new Verdict.Holds("no request failed", requests(13_000, 0)),
                        new Verdict.Undecided(
                                "the load client was on time",
                                "412 of 13000 requests were sent more than 50 ms late: lower the rate, or give the client more of the machine",
                                figures("sent", 13_000, "late", 412, "latenessP99Millis", 183.4))),
                aftermaths(folder));
        return folder;
    }

    /// Killed in the middle of the rollout: open steps, a torn line, and no verdict.
    static RunFolder cutOff(Path runs) throws IOException {
        var events = events("api-5c8", 60, false).stream().filter(e -> e.at() < 33 * S).toList();
        var folder = folder(runs, info("rolling", "", 60), events);
        Files.writeString(
                folder.historyJsonl(),
                Files.readString(folder.historyJsonl()) + "{\"type\":\"ended\",\"at\":330");
        return folder;
    }

    private static List<Aftermath> aftermaths(RunFolder folder) {
        return Aftermath.of(folder.history().history());
    }

    private static RunFolder folder(Path runs, RunInfo info, List<Event> events) {
        var folder = RunFolder.create(runs, info.scenario(), info.began());
        folder.write(info);
        try (var recorder = folder.recorder()) {
            events.forEach(recorder::record);
        }
        return folder;
    }

    private static Map<String, Number> requests(long offered, long failed) {
        var figures =
                figures(
                        "offered",
                        offered,
                        "answered",
                        offered - failed,
                        "failed",
                        failed,
                        "refused",
                        failed / 2,
                        "timedOut",
                        failed - failed / 2,
                        "offeredFresh",
                        offered / 2,
                        "failedFresh",
                        failed / 3,
                        "longestGapMillis",
                        38.2);
        if (failed == 0) {
            figures.put("upperBound95", 3.0 / offered);
        }
        figures.putAll(
                figures(
                        "latencyP50Millis",
                        6.21,
                        "latencyP99Millis",
                        48.9,
                        "latencyP999Millis",
                        120.4,
                        "latencyMaxMillis",
                        1_204.2));
        return figures;
    }

    private static Map<String, Number> figures(Object... pairs) {
        var figures = new LinkedHashMap<String, Number>();
        for (int i = 0; i < pairs.length; i += 2) {
            figures.put((String) pairs[i], (Number) pairs[i + 1]);
        }
        return figures;
    }

    /// A fault at a pod in the first seconds of the rollout, and what an agent had counted.
    private static List<Event> freeze(long roll, boolean sabotaged) {
        var step = "freeze of a pod of api";
        return List.of(
                new Event.Counted(roll, List.of(new NodeView("worker", "http-api", 40, 1))),
                new Event.Planned(roll + S, step, roll + 900 * MS, roll + 4 * S),
                new Event.StepBegan(roll + 1_200 * MS, step),
                new Event.Undone(roll + 4_100 * MS, step),
                new Event.StepEnded(roll + 4_500 * MS, step, null),
                new Event.Counted(
                        roll + 7 * S,
                        List.of(new NodeView("worker", "http-api", 47, sabotaged ? 3 : 1))));
    }

    /// Steady state of 5 s, a load of 200 a second, a rollout of four pods after a third of it.
    private static List<Event> events(String pod, int seconds, boolean sabotaged) {
        var dice = new SplittableRandom(42);
        var events = new ArrayList<Event>();
        long run = 5_200 * MS;
        long roll = run + seconds / 3 * S;
        long pace = 6 * S;
        long settle = run + seconds * S + 80 * MS;
        events.add(new Event.Observed(0, API, replicas(4, 0)));
        events.add(new Event.StepBegan(MS, Step.STEADY));
        events.add(new Event.StepEnded(5_050 * MS, Step.STEADY, null));
        events.add(new Event.StepBegan(run, Step.RUN));
        events.add(new Event.StepBegan(roll, "roll api"));
        int gone = 0;
        for (int i = 0; i < 4; i++) {
            events.add(
                    new Event.Observed(
                            roll + (long) i * pace + 4 * S, API, replicas(4 - i, i + 1)));
            gone = i + 1;
            events.add(
                    new Event.Observed(
                            roll + (long) i * pace + 4_200 * MS, API, replicas(4 - gone, gone)));
            if (sabotaged && i == 2) {
                events.add(
                        new Event.Observed(
                                roll + (long) i * pace + 4_500 * MS, API, replicas(1, 2)));
                events.add(
                        new Event.Observed(
                                roll + (long) i * pace + 6_000 * MS, API, replicas(1, 3)));
            }
        }
        events.add(new Event.StepEnded(roll + 4 * pace, "roll api", null));
        events.add(new Event.StepEnded(settle, Step.RUN, null));
        events.add(new Event.StepBegan(settle, Step.SETTLE));
        events.add(new Event.StepEnded(settle + 3 * S, Step.SETTLE, null));
        events.addAll(freeze(roll, sabotaged));
        events.add(
                new Event.Viewed(
                        settle + 3 * S,
                        List.of(
                                new NodeView("worker", "dns-api", seconds, 0),
                                new NodeView("worker", "http-api", seconds, sabotaged ? 3 : 0))));
        for (int id = 0; id < (seconds + 5) * 200; id++) {
            long planned = id < 1_000 ? 5 * MS * (1L + id) : run + 5 * MS * (id - 1_000L);
            long sent = planned + dice.nextInt(1, 900) * 1_000L;
            var connection = dice.nextBoolean() ? Connection.FRESH : Connection.KEPT;
            var operation =
                    dice.nextBoolean()
                            ? new Operation.Write(
                                    new Transfer("rolling-" + id, "a-001", "a-002", 5))
                            : new Operation.ReadAccount("a-017");
            events.add(new Event.Invoked(sent, id, planned, operation, connection));
            boolean rolling = planned > roll && planned < roll + 4 * pace;
            double slow = Math.exp(dice.nextGaussian() * .5) * (rolling ? 11 : 5);
            long took = (long) ((slow + (dice.nextInt(400) == 0 ? 90 : 1)) * MS);
            long round = (planned - roll) / pace;
            long within = (planned - roll) % pace - 4 * S;
            int young = rolling ? (int) (round + (within > 0 ? 1 : 0)) : planned < roll ? 0 : 4;
            boolean fresh = dice.nextInt(4) < young;
            Outcome outcome =
                    new Outcome.Acknowledged(operation instanceof Operation.Write ? 201 : 200);
            if (sabotaged && rolling && 0 < within && within < 400 * MS && dice.nextInt(5) == 0) {
                outcome =
                        dice.nextBoolean()
                                ? new Outcome.Uncertain("connection reset")
                                : new Outcome.Refused(503, "no healthy upstream");
                took = dice.nextInt(3) == 0 ? 10 * S : took;
            }
            boolean someone = outcome.acknowledged();
            events.add(
                    new Event.Ended(
                            planned + took + 2 * MS,
                            id,
                            outcome,
                            someone ? (fresh ? NEW : OLD) : null,
                            someone ? pod + (fresh ? "-x2k" : "-b7q") : null));
        }
        events.add(
                new Event.Read(
                        settle + 3_200 * MS,
                        new Books(List.of(), Map.of("a-001", 1L, "a-002", 9L))));
        events.add(new Event.Swept(settle + 3_900 * MS, List.of(), List.of()));
        if (sabotaged) {
            events.add(
                    new Event.Noted(
                            settle, "pod " + pod + "-b7q was killed before it had drained"));
        }
        events.sort(Comparator.comparingLong(Event::at));
        return events;
    }

    private static Replicas replicas(int old, int young) {
        var versions = new TreeMap<String, Integer>();
        if (old > 0) {
            versions.put(OLD, old);
        }
        if (young > 0) {
            versions.put(NEW, young);
        }
        return new Replicas(4, 4, old + young, old + young, versions, versions, young == 4);
    }
}
