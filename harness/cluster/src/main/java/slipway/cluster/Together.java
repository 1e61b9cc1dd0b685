package slipway.cluster;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;

/// Does several things at the same time; the first failure interrupts the others and is thrown.
public final class Together {
    private Together() {}

    @FunctionalInterface
    public interface Task {
        void run() throws InterruptedException;
    }

    /// What is done with each of several.
    @FunctionalInterface
    public interface Work<T> {
        void on(T one) throws InterruptedException;
    }

    public static <T> void forEach(Collection<T> all, Work<T> work) throws InterruptedException {
        run(all.stream().<Task>map(one -> () -> work.on(one)).toList());
    }

    public static void run(List<Task> tasks) throws InterruptedException {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var ended = new ExecutorCompletionService<Boolean>(executor);
            for (var task : tasks) {
                ended.submit(called(task));
            }
            try {
                for (var _ : tasks) {
                    ended.take().get();
                }
            } catch (ExecutionException e) {
                executor.shutdownNow();
                throw failure(e);
            } catch (InterruptedException e) {
                executor.shutdownNow();
                throw e;
            }
        }
    }

    private static Callable<Boolean> called(Task task) {
        return () -> {
            task.run();
            return true;
        };
    }

    private static RuntimeException failure(ExecutionException e) throws InterruptedException {
        return switch (e.getCause()) {
            case InterruptedException interrupted -> throw interrupted;
            case RuntimeException runtime -> runtime;
            case null, default -> new IllegalStateException(e);
        };
    }
}
