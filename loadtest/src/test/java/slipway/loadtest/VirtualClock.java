package slipway.loadtest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import slipway.core.Clock;
import slipway.core.RunFailed;

/// Time that jumps to the next sleeper's end as soon as everybody sleeps.
final class VirtualClock implements Clock {
    private record Sleeper(long at, long order, Semaphore wake) {}

    private static final class Started {
        final List<Semaphore> joining = new ArrayList<>();
        boolean done;
        @Nullable Exception failure;
    }

    private final PriorityQueue<Sleeper> sleepers =
            new PriorityQueue<>(
                    Comparator.comparingLong(Sleeper::at).thenComparingLong(Sleeper::order));
    private long now;
    private long order;
    private int awake = 1;

    /// Of a test's main thread, which counts as awake.
    static VirtualClock started() {
        return new VirtualClock();
    }

    @Override
    public synchronized long now() {
        return now;
    }

    @Override
    public void sleepUntil(long at) throws InterruptedException {
        var wake = new Semaphore(0);
        synchronized (this) {
            sleepers.add(new Sleeper(at, order++, wake));
            rest();
        }
        await(wake);
    }

    @Override
    public synchronized Running start(String name, Task task) {
        var started = new Started();
        awake++;
        var thread =
                Thread.ofVirtual()
                        .name(name)
                        .start(
                                () -> {
                                    try {
                                        task.run();
                                    } catch (Exception e) {
                                        started.failure = e;
                                    } finally {
                                        end(started);
                                    }
                                });
        return new Running() {
            @Override
            public void join() throws InterruptedException {
                var wake = new Semaphore(0);
                synchronized (VirtualClock.this) {
                    if (!started.done) {
                        started.joining.add(wake);
                        rest();
                    } else {
                        wake.release();
                    }
                }
                await(wake);
                if (started.failure != null) {
                    throw new RunFailed(name + ": " + started.failure, started.failure);
                }
            }

            @Override
            public void cancel() {
                thread.interrupt();
            }
        };
    }

    private synchronized void end(Started started) {
        started.done = true;
        awake += started.joining.size();
        started.joining.forEach(Semaphore::release);
        rest();
    }

    /// One fewer is awake; the last one turns the clock.
    private void rest() {
        if (--awake == 0 && !sleepers.isEmpty()) {
            var next = sleepers.remove();
            now = Math.max(now, next.at());
            awake++;
            next.wake().release();
        }
    }

    private void await(Semaphore wake) throws InterruptedException {
        try {
            wake.acquire();
        } catch (InterruptedException e) {
            synchronized (this) {
                if (sleepers.removeIf(s -> s.wake() == wake)) {
                    awake++;
                }
            }
            throw e;
        }
    }
}
