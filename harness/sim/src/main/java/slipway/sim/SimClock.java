package slipway.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import slipway.core.Clock;
import slipway.core.RunFailed;

/// Time driven by hand: it jumps to whatever is due next as soon as nobody has anything left to do
/// now.
///
/// Actors are threads that hand one baton around: one runs, the others wait for it. So a run is the
/// same every time, and code under test needs no locks that the real thing does not need.
public final class SimClock implements Clock {
    private static final class Actor implements Running {
        final SimClock clock;
        final String name;
        final Semaphore baton = new Semaphore(0);
        final List<Actor> joining = new ArrayList<>();
        boolean done;
        boolean cancelled;
        @Nullable Throwable failure;

        Actor(SimClock clock, String name) {
            this.clock = clock;
            this.name = name;
        }

        @Override
        public void join() throws InterruptedException {
            clock.join(this);
        }

        @Override
        public void cancel() {
            cancelled = true;
            clock.hasten(this);
        }
    }

    private record Due(long at, long order, Actor actor) {}

    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
    private final Semaphore finished = new Semaphore(0);
    private @Nullable Actor current;
    private volatile long now;
    private long order;

    /// Runs a task, and all that it starts, to the end; on the caller's side this takes as long as
    /// the computing takes.
    ///
    /// @throws RunFailed when the task failed, or when everybody waits for somebody else
    public void run(Task task) throws InterruptedException {
        var root = (Actor) start("root", task);
        passBaton();
        finished.acquire();
        if (!root.done) {
            throw new RunFailed("everybody waits for somebody else, and nothing is due");
        }
        rethrow(root);
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public Running start(String name, Task task) {
        var actor = new Actor(this, name);
        enqueue(now, actor);
        Thread.ofVirtual()
                .name(name)
                .start(
                        () -> {
                            actor.baton.acquireUninterruptibly();
                            try {
                                task.run();
                            } catch (Throwable e) {
                                actor.failure = e;
                            } finally {
                                actor.done = true;
                                actor.joining.forEach(waiting -> enqueue(now, waiting));
                                passBaton();
                            }
                        });
        return actor;
    }

    @Override
    public void sleepUntil(long at) throws InterruptedException {
        var self = self();
        // Even a sleep that is over already lets the others go first: nobody may hog the baton.
        if (!self.cancelled) {
            enqueue(Math.max(at, now), self);
            handOver(self);
        }
        if (self.cancelled) {
            self.cancelled = false;
            throw new InterruptedException(self.name + " was cancelled");
        }
    }

    private void join(Actor actor) throws InterruptedException {
        if (!actor.done) {
            var self = self();
            actor.joining.add(self);
            handOver(self);
        }
        rethrow(actor);
    }

    private static void rethrow(Actor actor) throws InterruptedException {
        switch (actor.failure) {
            case null -> {}
            case InterruptedException _ -> {}
            case RuntimeException e -> throw e;
            case Exception e -> throw new RunFailed(actor.name + ": " + e.getMessage(), e);
            case Throwable e -> throw new RunFailed(actor.name + ": " + e, e);
        }
    }

    private void hasten(Actor actor) {
        if (due.removeIf(d -> d.actor == actor)) {
            enqueue(now, actor);
        }
    }

    private Actor self() {
        if (current == null) {
            throw new IllegalStateException("only an actor can wait, inside run(...)");
        }
        return current;
    }

    private void enqueue(long at, Actor actor) {
        due.add(new Due(at, order++, actor));
    }

    private void handOver(Actor self) {
        passBaton();
        self.baton.acquireUninterruptibly();
    }

    private void passBaton() {
        var next = due.poll();
        if (next == null) {
            finished.release();
            return;
        }
        now = Math.max(now, next.at);
        current = next.actor;
        next.actor.baton.release();
    }
}
