package slipway.core;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Disturbances at the same time. It is over when all of them are; where one fails, the others are
/// cut off.
public record Concurrently(List<Disturbance> all) implements Disturbance {
    public Concurrently {
        all = List.copyOf(all);
        if (all.isEmpty()) {
            throw new InvalidSpec("what is done together is one thing at least");
        }
    }

    @Override
    public String description() {
        return all.stream().map(Disturbance::description).collect(Collectors.joining("; with "));
    }

    /// What the first of them brings that brings anything.
    @Override
    public Optional<Version> brings() {
        return all.stream().flatMap(one -> one.brings().stream()).findFirst();
    }

    @Override
    public Map<Workload, Version> bringsToOthers() {
        var versions = new LinkedHashMap<Workload, Version>();
        all.forEach(one -> versions.putAll(one.bringsToOthers()));
        return versions;
    }

    @Override
    public List<Workload> touches() {
        return all.stream().flatMap(one -> one.touches().stream()).distinct().toList();
    }

    @Override
    public Concurrently lasting(Duration time) {
        return new Concurrently(all.stream().map(one -> one.lasting(time)).toList());
    }

    @Override
    public List<String> foretold(RandomGenerator dice) {
        var own = new SplittableRandom(dice.nextLong());
        return all.stream().flatMap(one -> one.foretold(own.split()).stream()).toList();
    }

    @Override
    public void rehearse(Stage stage) throws InterruptedException {
        for (var one : all) {
            one.rehearse(stage);
        }
    }

    /// Each with dice of its own: they draw in an order of chance.
    @Override
    public void disturb(Stage stage) throws InterruptedException {
        var dice = new SplittableRandom(stage.dice().nextLong());
        var running = new CopyOnWriteArrayList<Clock.Running>();
        var failure = new AtomicReference<@Nullable RuntimeException>();
        try {
            for (var one : all) {
                var own = stage.with(dice.split());
                running.add(
                        stage.clock()
                                .start(
                                        "one of several",
                                        () -> attempt(one, own, running, failure)));
            }
            for (var one : running) {
                one.join();
            }
        } catch (RunFailed | InterruptedException e) {
            // Those that were cut off have nothing to tell.
            var first = failure.get();
            if (first != null) {
                throw first;
            }
            throw e;
        } finally {
            running.forEach(Clock.Running::end);
        }
    }

    private static void attempt(
            Disturbance one,
            Stage stage,
            List<Clock.Running> others,
            AtomicReference<@Nullable RuntimeException> failure)
            throws InterruptedException {
        try {
            one.disturb(stage);
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
            others.forEach(Clock.Running::cancel);
            throw e;
        }
    }

    @Override
    public void heal(Stage stage) throws InterruptedException {
        for (var one : all) {
            one.heal(stage);
        }
    }
}
