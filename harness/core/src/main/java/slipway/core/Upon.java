package slipway.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// A disturbance, and another one beside it from a moment in one of its steps on. It is over when
/// both are. Where that moment never comes, or the other cannot be done in it, it is left out, and
/// that is told.
///
/// @param step of the first, by its name
/// @param into from the begin of that step
public record Upon(Disturbance main, String step, Duration into, Disturbance other)
        implements Disturbance {
    private static final Duration GLANCE = Duration.ofMillis(100);

    /// The step has not begun.
    private static final long NOT_YET = -1;

    /// It never will.
    private static final long NEVER = Long.MAX_VALUE;

    public Upon {
        if (into.isNegative()) {
            throw new InvalidSpec("nothing is done before the step %s: %s".formatted(step, into));
        }
    }

    @Override
    public String description() {
        return "%s; %d s into \"%s\", %s"
                .formatted(main.description(), into.toSeconds(), step, other.description());
    }

    @Override
    public Optional<Version> brings() {
        return both().brings();
    }

    @Override
    public Map<Workload, Version> bringsToOthers() {
        return both().bringsToOthers();
    }

    @Override
    public List<Workload> touches() {
        return both().touches();
    }

    @Override
    public void rehearse(Stage stage) throws InterruptedException {
        both().rehearse(stage);
    }

    @Override
    public void disturb(Stage stage) throws InterruptedException {
        var begun = new AtomicLong(NOT_YET);
        new Concurrently(List.of(new Telling(main, step, begun), new Waiting(this, begun)))
                .disturb(stage);
    }

    @Override
    public void heal(Stage stage) throws InterruptedException {
        both().heal(stage);
    }

    private Concurrently both() {
        return new Concurrently(List.of(main, other));
    }

    /// The first, which tells when the step begins, or that it did not.
    private record Telling(Disturbance main, String step, AtomicLong begun) implements Disturbance {
        @Override
        public String description() {
            return main.description();
        }

        @Override
        public void disturb(Stage stage) throws InterruptedException {
            var recorder = stage.recorder();
            try {
                main.disturb(
                        stage.recording(
                                event -> {
                                    recorder.record(event);
                                    if (event instanceof Event.StepBegan(long at, var name)
                                            && name.equals(step)) {
                                        begun.compareAndSet(NOT_YET, at);
                                    }
                                }));
            } finally {
                begun.compareAndSet(NOT_YET, NEVER);
            }
        }
    }

    /// The other, once it is time.
    private record Waiting(Upon all, AtomicLong begun) implements Disturbance {
        @Override
        public String description() {
            return all.other.description();
        }

        @Override
        public void disturb(Stage stage) throws InterruptedException {
            while (begun.get() == NOT_YET) {
                stage.clock().sleep(GLANCE);
            }
            if (begun.get() == NEVER) {
                stage.note(
                        "left out: %s, for there was no step \"%s\""
                                .formatted(description(), all.step));
                return;
            }
            long due = begun.get() + all.into.toNanos();
            stage.clock().sleepUntil(due);
            all.other.disturbIfPossible(stage.plannedAt(due));
        }
    }
}
