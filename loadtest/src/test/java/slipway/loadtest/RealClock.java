package slipway.loadtest;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import slipway.core.Clock;
import slipway.core.RunFailed;

/// The machine's own time, and virtual threads.
final class RealClock implements Clock {
    private final long begin = System.nanoTime();

    @Override
    public long now() {
        return System.nanoTime() - begin;
    }

    @Override
    public void sleepUntil(long at) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Math.max(0, at - now()));
    }

    @Override
    public Running start(String name, Task task) {
        var end = new CompletableFuture<Boolean>();
        var thread =
                Thread.ofVirtual()
                        .name(name)
                        .start(
                                () -> {
                                    try {
                                        task.run();
                                        end.complete(true);
                                    } catch (Throwable e) {
                                        end.completeExceptionally(e);
                                    }
                                });
        return new Running() {
            @Override
            public void join() throws InterruptedException {
                try {
                    end.get();
                } catch (ExecutionException e) {
                    throw new RunFailed(name + ": " + e.getCause(), e);
                }
            }

            @Override
            public void cancel() {
                thread.interrupt();
            }
        };
    }
}
