package slipway.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slipway.core.Board;
import slipway.core.Clock;
import slipway.core.RunFailed;
import slipway.core.Workload;

/// The public record of a rollout that is under way, as everybody reads it: whose it is, whether
/// somebody is still at it, its steps, where it stands, and what is asked of it. Whose it is writes
/// it ([Tenure]).
public record RolloutBoard(Board board) {
    static final String RUN = "run";
    static final String BEGUN_BY = "begunBy";
    static final String WORKLOADS = "workloads";
    static final String SIGN = "sign";
    static final String UNDO = "undo";
    static final String PLAN = "plan";
    static final String STEPS = "steps";
    static final String STEP = "step";
    static final String WISH = "wish";
    static final String OUTCOME = "outcome";
    static final String SHARES = "shares";
    static final String SEEN = "seen";

    /// After how long without a sign of life nobody is at it any more. Nine signs in a row may be
    /// late, on a host that is busy with the very rollout.
    public static final Duration PATIENCE = Tenure.BEAT.multipliedBy(10);

    /// How often to look for a sign.
    private static final Duration LOOK = Duration.ofMillis(500);

    /// What it says.
    ///
    /// @param run the name of the run that it belongs to
    /// @param begunBy the name of the run that has put it up, whoever has taken it over since
    /// @param workloads all those of that run, each with a board of its own
    /// @param sign of life: another one each time
    /// @param undo how to put back what that run has changed on all of them, as text
    /// @param plan in one line; empty before the rollout begins
    /// @param step the number of the step that is under way, from 1; 0 before the first
    /// @param outcome what became of it; empty while it is under way
    /// @param shares of the clients, in percent by version; empty while all ready pods have them
    ///   alike
    /// @param seen what clients saw lately, by the version that answered them
    public record State(
            String run,
            String begunBy,
            List<Workload> workloads,
            String sign,
            String undo,
            String plan,
            List<String> steps,
            int step,
            Wish wish,
            String outcome,
            Map<String, Integer> shares,
            List<Seen> seen) {}

    /// Empty where no rollout is under way.
    public Optional<State> read() {
        var entries = board.read();
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new State(
                        entries.getOrDefault(RUN, "?"),
                        entries.getOrDefault(BEGUN_BY, entries.getOrDefault(RUN, "?")),
                        workloads(entries.getOrDefault(WORKLOADS, "")),
                        entries.getOrDefault(SIGN, ""),
                        entries.getOrDefault(UNDO, ""),
                        entries.getOrDefault(PLAN, ""),
                        entries.getOrDefault(STEPS, "").lines().toList(),
                        number(entries.getOrDefault(STEP, "0")),
                        Wish.of(entries.getOrDefault(WISH, "")),
                        entries.getOrDefault(OUTCOME, ""),
                        shares(entries.getOrDefault(SHARES, "")),
                        Seen.read(entries.getOrDefault(SEEN, ""))));
    }

    /// A line each: `Deployment api`.
    static String text(List<Workload> workloads) {
        return workloads.stream().map(Workload::toString).collect(Collectors.joining("\n"));
    }

    private static List<Workload> workloads(String text) {
        return text.lines()
                .flatMap(
                        line ->
                                Stream.of(Workload.Kind.values())
                                        .filter(kind -> line.startsWith(kind.word() + " "))
                                        .map(
                                                kind ->
                                                        new Workload(
                                                                kind,
                                                                line.substring(
                                                                        kind.word().length() + 1))))
                .toList();
    }

    /// Somebody may have written anything there.
    private static int number(String text) {
        return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    }

    /// A line each: the version, and its percentage.
    private static SortedMap<String, Integer> shares(String text) {
        var shares = new TreeMap<String, Integer>();
        text.lines()
                .filter(line -> line.matches("\\S+ [0-9]{1,3}"))
                .map(line -> line.split(" "))
                .forEach(words -> shares.put(words[0], Integer.parseInt(words[1])));
        return shares;
    }

    /// Asks for something.
    ///
    /// @return false where no rollout is under way
    public boolean ask(Wish wish) {
        var state = read();
        return state.isPresent()
                && state.get().outcome().isEmpty()
                && board.write(
                        Map.of(RUN, state.get().run(), OUTCOME, ""), Map.of(WISH, wish.word()));
    }

    /// Whether somebody is still at it: looks until there is a sign of life, for [#PATIENCE] at
    /// most. By this clock alone: those of two hosts need not agree.
    ///
    /// @param seen what it said a moment ago
    /// @return true also where it says something else by now, or was taken down: somebody did that
    public boolean alive(State seen, Clock clock) throws InterruptedException {
        long end = clock.now() + PATIENCE.toNanos();
        while (still(seen)) {
            if (clock.now() >= end) {
                return false;
            }
            clock.sleep(LOOK);
        }
        return true;
    }

    private boolean still(State seen) {
        return read().filter(now -> now.run().equals(seen.run()) && now.sign().equals(seen.sign()))
                .isPresent();
    }

    /// @throws RunFailed where a rollout of the workload is under way: whose, whether somebody is
    ///   still at it, and how to end it
    public void requireFree(Workload workload, Clock clock) throws InterruptedException {
        var other = read();
        if (other.isEmpty()) {
            return;
        }
        var run = other.get().run();
        if (alive(other.get(), clock)) {
            throw new RunFailed(
                    "a rollout of %s is under way already: %s, and somebody is at it; wait for its end, or end it: ./slipway rollout abort %s"
                            .formatted(workload, run, workload.name()));
        }
        throw new RunFailed(nobody(workload, run));
    }

    /// What to say where nobody is at it any more.
    public static String nobody(Workload workload, String run) {
        return "a rollout of %s was begun by %s, and nobody is at it any more: no sign of life for %d s; take it back: ./slipway rollout abort %s"
                .formatted(workload, run, PATIENCE.toSeconds(), workload.name());
    }
}
