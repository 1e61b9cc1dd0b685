package slipway.run;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import slipway.core.Clock;
import slipway.core.Cluster;
import slipway.core.InvalidSpec;
import slipway.core.Workload;
import slipway.rollout.RolloutBoard;
import slipway.rollout.Wish;

/// Where people ask something of a rollout that another command is at, or was at before it was
/// killed.
///
/// @param clock the time of who asks
record RolloutDesk(Cluster cluster, Workload workload, Clock clock, PrintWriter out) {
    /// How often somebody who watches sees it anew: what happens in less is over before it is read.
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private RolloutBoard board() {
        return new RolloutBoard(cluster.board(workload));
    }

    private RolloutNow look() {
        var read = board().read();
        return new RolloutNow(workload, cluster.replicas(workload), read, read.isPresent());
    }

    /// Tells what is under way, and whether somebody is at it.
    void status() throws InterruptedException {
        var now = look();
        now.lines().forEach(out::println);
        out.flush();
        if (now.board().isPresent()) {
            var state = now.board().get();
            out.println(
                    board().alive(state, clock)
                            ? "somebody is at it: there was a sign of life just now"
                            : RolloutBoard.nobody(workload, state.run()));
        }
    }

    /// Tells a program the same, as one object.
    void json() throws InterruptedException {
        var now = look();
        boolean alive = now.board().isPresent() && board().alive(now.board().get(), clock);
        out.print(Json.pretty(now.alive(alive).json()));
        out.flush();
    }

    /// Shows it again and again, until nothing more will happen.
    void watch(RolloutScreen screen) throws InterruptedException {
        var sign = "";
        long heard = clock.now();
        while (true) {
            var now = look();
            if (!now.sign().equals(sign)) {
                sign = now.sign();
                heard = clock.now();
            }
            boolean silent = clock.now() - heard >= RolloutBoard.PATIENCE.toNanos();
            now = now.alive(now.alive() && !silent);
            screen.show(now);
            if (now.over()) {
                return;
            }
            clock.sleep(AGAIN);
        }
    }

    /// Asks whoever is at it to pause, to resume or to promote.
    ///
    /// @throws InvalidSpec where nobody is
    void ask(Wish wish) throws InterruptedException {
        var state = state();
        if (!board().alive(state, clock)) {
            throw new InvalidSpec("nobody hears it: " + RolloutBoard.nobody(workload, state.run()));
        }
        if (!board().ask(wish)) {
            throw over();
        }
        out.println("asked for: " + wish.word());
    }

    /// Asks whoever is at it to take the rollout back, at once.
    ///
    /// @return what is left of a rollout that nobody is at; empty where somebody has heard it
    /// @throws InvalidSpec where there is nothing to be taken back
    Optional<RolloutBoard.State> abort() throws InterruptedException {
        var state = state();
        boolean asked = board().ask(Wish.ABORT);
        if (!board().alive(state, clock)) {
            return Optional.of(state);
        }
        if (!asked) {
            throw over();
        }
        out.println("asked for: " + Wish.ABORT.word());
        return Optional.empty();
    }

    private RolloutBoard.State state() {
        return board().read()
                .orElseThrow(() -> new InvalidSpec("no rollout of " + workload + " is under way"));
    }

    private InvalidSpec over() {
        return new InvalidSpec(
                "the rollout of %s is over; its run puts back by itself what it has changed: ./slipway rollout status %s"
                        .formatted(workload, workload.name()));
    }
}
