package slipway.run;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.LongStream;
import slipway.core.Checker;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.InvalidSpec;
import slipway.core.Replicas;
import slipway.core.Scenario;
import slipway.core.Version;
import slipway.core.Workload;
import slipway.loadtest.ClientOnTime;
import slipway.loadtest.NoFailedRequests;
import slipway.rollout.Aborted;
import slipway.rollout.Rollout;

/// A rollout as its history shows it: the figures by which strategies are compared. Times are in
/// nanoseconds since the run began, figures in the unit of their [Measure].
///
/// @param from the version before
/// @param next the version that is rolled out
record SeenRollout(Workload workload, Version from, Version next, History history) {
    private static final double NANOS_A_MILLI = 1e6;

    /// @throws InvalidSpec for a scenario that brings no version
    static SeenRollout of(Scenario scenario, History history) {
        var next =
                scenario.disturbance()
                        .brings()
                        .orElseThrow(
                                () ->
                                        new InvalidSpec(
                                                scenario.name()
                                                        + " rolls nothing out: it is no strategy to compare"));
        return new SeenRollout(scenario.subject(), scenario.from(), next, history);
    }

    /// The figure; empty where the history does not say.
    OptionalDouble figure(Measure measure) {
        return switch (measure) {
            case LATE -> figure(new ClientOnTime(), "late");
            case LONGEST_GAP -> figure(new NoFailedRequests(), "longestGapMillis");
            case FULL_SWITCH -> fullSwitch();
            case MIXED -> mixed();
            case ABORT ->
                    ofAbort(
                            abort ->
                                    abort.end() == Long.MAX_VALUE || abort.failure() != null
                                            ? Double.NaN
                                            : millis(abort.end() - asked(abort)));
            case LAST_AFTER_ABORT ->
                    ofAbort(
                            abort -> {
                                long last = sent(next).max().orElse(asked(abort));
                                return millis(Math.max(0, last - asked(abort)));
                            });
            case WRONG_AFTER_ABORT -> ofAbort(abort -> (double) wrong(abort));
            case EXTRA_PODS -> worst(replicas -> existing(replicas) - replicas.desired());
            case MISSING_PODS -> worst(replicas -> replicas.desired() - replicas.ready());
            case TOTAL -> total();
        };
    }

    /// How many requests were sent, in the steady state and after it.
    long offered() {
        return history.exchanges().size();
    }

    /// How many of them ended without being done.
    long failed() {
        return history.exchanges().stream().filter(History.Exchange::failed).count();
    }

    /// How many of them never ended, in a run that was cut off.
    long open() {
        return history.exchanges().stream().filter(exchange -> exchange.ended() == null).count();
    }

    /// When its first step began.
    OptionalLong begin() {
        return steps().stream().mapToLong(History.Span::begin).min();
    }

    /// When its last step ended; empty where one never did, or failed.
    OptionalLong end() {
        var steps = steps();
        return steps.stream().anyMatch(s -> s.end() == Long.MAX_VALUE || s.failure() != null)
                ? OptionalLong.empty()
                : steps.stream().mapToLong(History.Span::end).max();
    }

    /// When its abort began; empty where nobody aborted it.
    OptionalLong abortBegin() {
        return history.span(Rollout.aborting(workload)).stream()
                .mapToLong(History.Span::begin)
                .findFirst();
    }

    private List<History.Span> steps() {
        return history.spans().stream().filter(span -> !ReportWords.phase(span.step())).toList();
    }

    /// When the requests were sent that a version answered.
    private LongStream sent(Version version) {
        return history.exchanges().stream()
                .filter(exchange -> version.named(exchange.version()))
                .mapToLong(exchange -> exchange.invoked().at());
    }

    private OptionalDouble fullSwitch() {
        var begin = begin();
        var lastOld = sent(from).max();
        var firstNew = sent(next).min();
        var lastNew = sent(next).max();
        if (begin.isEmpty()
                || lastOld.isEmpty()
                || firstNew.isEmpty()
                || lastNew.orElse(0) < lastOld.getAsLong()) {
            return OptionalDouble.empty();
        }
        long switched = Math.max(lastOld.getAsLong(), firstNew.getAsLong());
        return OptionalDouble.of(millis(switched - begin.getAsLong()));
    }

    private OptionalDouble mixed() {
        var lastOld = sent(from).max();
        var firstNew = sent(next).min();
        return lastOld.isEmpty() || firstNew.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        millis(Math.max(0, lastOld.getAsLong() - firstNew.getAsLong())));
    }

    private OptionalDouble total() {
        var begin = begin();
        var end = end();
        return begin.isEmpty() || end.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(millis(end.getAsLong() - begin.getAsLong()));
    }

    private long asked(History.Span abort) {
        return Aborted.asked(history, abort);
    }

    /// As [Aborted] counts them: what was sent sooner may still be on its way.
    private long wrong(History.Span abort) {
        long bound = asked(abort) + new Aborted(workload, from, next).within().toNanos();
        return sent(next).filter(at -> at > bound).count();
    }

    /// @param figure of the step of the abort; not a number where it has none
    private OptionalDouble ofAbort(ToDoubleFunction<History.Span> figure) {
        return history.span(Rollout.aborting(workload)).stream()
                .mapToDouble(figure)
                .filter(number -> !Double.isNaN(number))
                .findFirst();
    }

    private OptionalDouble worst(ToIntFunction<Replicas> count) {
        return history.observations(workload).stream()
                .map(Event.Observed::replicas)
                .mapToDouble(replicas -> Math.max(0, count.applyAsInt(replicas)))
                .max();
    }

    /// A figure that a checker has already; its verdict is of no concern here.
    private OptionalDouble figure(Checker checker, String name) {
        var number = checker.check(history).figures().get(name);
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number.doubleValue());
    }

    private static int existing(Replicas replicas) {
        return replicas.existing().values().stream().mapToInt(Integer::intValue).sum();
    }

    private static double millis(long nanos) {
        return nanos / NANOS_A_MILLI;
    }
}
