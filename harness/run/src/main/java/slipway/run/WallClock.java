package slipway.run;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import slipway.core.Clock;
import slipway.core.RunFailed;

/// The real time of a run: `System.nanoTime` since its making, and a virtual thread for each task.
final class WallClock implements Clock {
    private final long origin = System.nanoTime();

    @Override
    public long now() {
        return System.nanoTime() - origin;
    }

    @Override
    public void sleepUntil(long at) throws InterruptedException {
        for (long left = at - now(); left > 0; left = at - now()) {
            LockSupport.parkNanos(this, left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @Override
    public Running start(String name, Task task) {
        var outcome = new CompletableFuture<Void>();
        var thread =
                Thread.ofVirtual()
                        .name(name)
                        .start(
                                () -> {
                                    try {
                                        task.run();
                                        outcome.complete(null);
                                    } catch (InterruptedException e) {
                                        outcome.cancel(false);
                                    } catch (Throwable e) {
                                        outcome.completeExceptionally(e);
                                    }
                                });
        return new Running() {
            @Override
            public void join() throws InterruptedException {
                try {
                    outcome.get();
                } catch (CancellationException _) {
                    // It was cancelled, and whoever did that knows.
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof RunFailed failed
                            ? failed
                            : new RunFailed(name + ": " + e.getCause(), e);
                }
            }

            @Override
            public void cancel() {
                thread.interrupt();
            }
        };
    }
}
