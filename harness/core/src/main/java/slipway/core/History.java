package slipway.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What happened in a run, in order; the only thing that a checker sees.
public final class History {
    /// One operation from its sending to its end. `ended` is null where the run was cut off first.
    public record Exchange(Event.Invoked invoked, Event.@Nullable Ended ended) {
        /// What its client knows: an operation without an end is as uncertain as one that timed
        /// out.
        public Outcome outcome() {
            return ended == null ? new Outcome.Uncertain("the run ended first") : ended.outcome();
        }

        /// Whether it ended without an answer to what was asked. What was cut off with the run did
        /// not fail: it was given no time.
        public boolean failed() {
            return ended != null && !ended.outcome().answered();
        }

        /// The version that answered it, or null where nobody of the suite has.
        public @Nullable String version() {
            return ended == null ? null : ended.version();
        }

        /// The pod that answered it, or null where nobody of the suite has.
        public @Nullable String pod() {
            return ended == null ? null : ended.pod();
        }

        /// Nanoseconds from the planned sending to the end; a late client makes it longer, never
        /// shorter (no coordinated omission, after Gil Tene). What the client takes to send the
        /// request ([Connection#sending()]) is not counted.
        public long latency() {
            return since(invoked.planned());
        }

        /// The same from the real sending on: what the service took.
        public long waiting() {
            return since(invoked.at());
        }

        private long since(long begin) {
            return ended == null
                    ? Long.MAX_VALUE
                    : Math.max(0, end() - begin - invoked.connection().sending().toNanos());
        }

        /// When it ended; after all else where it did not.
        public long end() {
            return ended == null ? Long.MAX_VALUE : ended.at();
        }

        /// Nanoseconds by which the client sent it too late.
        public long lateness() {
            return invoked.at() - invoked.planned();
        }

        /// The transfer that it asked for, or null where it was a read.
        public @Nullable Transfer transfer() {
            return invoked.operation() instanceof Operation.Write(var transfer, _)
                    ? transfer
                    : null;
        }
    }

    /// A phase of the run or a step of the disturbance. An `end` of [Long#MAX_VALUE]: it never
    /// ended.
    public record Span(String step, long begin, long end, @Nullable String failure) {
        public boolean contains(long at) {
            return begin <= at && at <= end;
        }
    }

    /// A fault: as it was planned, from when to when it was brought, and as it was seen.
    ///
    /// @param plan recorded when its deed began
    /// @param seen from where it was seen to be there to where all was seen to be well again
    /// @param undone when it was ended; null where it ends by itself, or nobody said
    public record Strike(Event.Planned plan, Span seen, @Nullable Long undone) {
        public String fault() {
            return seen.step();
        }

        /// When its deed began.
        public long begun() {
            return plan.at();
        }

        /// Nanoseconds from where it was ended, or brought where it ends by itself, to where all
        /// was seen to be well again; nothing where that never came.
        public OptionalLong ready() {
            return seen.end() == Long.MAX_VALUE || seen.failure() != null
                    ? OptionalLong.empty()
                    : OptionalLong.of(seen.end() - over());
        }

        private long over() {
            if (undone != null) {
                return undone;
            }
            var until = plan.until();
            return until == null ? begun() : Math.max(begun(), until);
        }
    }

    private final List<Event> events;
    private final List<Exchange> exchanges;
    private final List<Span> spans;

    public History(List<Event> events) {
        this.events = List.copyOf(events);
        this.exchanges = pair(this.events);
        this.spans = spans(this.events);
    }

    public List<Event> events() {
        return events;
    }

    /// Every operation, by the time of its planned sending.
    public List<Exchange> exchanges() {
        return exchanges;
    }

    /// The operations that were sent within a span.
    public List<Exchange> exchanges(Span span) {
        return exchanges.stream().filter(e -> span.contains(e.invoked().at())).toList();
    }

    /// The operations that asked for a transfer.
    public Stream<Exchange> writes() {
        return exchanges.stream().filter(e -> e.transfer() != null);
    }

    /// The transfers that clients asked for, each with all of its requests, by the first of these.
    public Stream<Order> orders() {
        var byKey = new LinkedHashMap<String, List<Exchange>>();
        var transfers = new HashMap<String, Transfer>();
        for (var exchange : exchanges) {
            var transfer = exchange.transfer();
            if (transfer != null) {
                transfers.putIfAbsent(transfer.key(), transfer);
                byKey.computeIfAbsent(transfer.key(), _ -> new ArrayList<>(1)).add(exchange);
            }
        }
        return byKey.entrySet().stream()
                .map(
                        e ->
                                new Order(
                                        Objects.requireNonNull(transfers.get(e.getKey())),
                                        e.getValue()));
    }

    /// The requests for transfers that the service promised to have done.
    public Stream<Exchange> acknowledgedWrites() {
        return writes().filter(e -> e.outcome().acknowledged());
    }

    /// Phases and steps by their begin.
    public List<Span> spans() {
        return spans;
    }

    /// The faults that were seen, by when their deeds began.
    public List<Strike> strikes() {
        var plans = of(Event.Planned.class).toList();
        var undone = of(Event.Undone.class).toList();
        var strikes = new ArrayList<Strike>();
        for (var span : spans) {
            plans.stream()
                    .filter(plan -> plan.step().equals(span.step()) && plan.at() <= span.begin())
                    .max(Comparator.comparingLong(Event.Planned::at))
                    .ifPresent(plan -> strikes.add(new Strike(plan, span, in(span, undone))));
        }
        strikes.sort(Comparator.comparingLong(Strike::begun));
        return List.copyOf(strikes);
    }

    private static @Nullable Long in(Span span, List<Event.Undone> undone) {
        return undone.stream()
                .filter(one -> one.step().equals(span.step()) && span.contains(one.at()))
                .map(Event.Undone::at)
                .findFirst()
                .orElse(null);
    }

    /// The first span of that name.
    public Optional<Span> span(String step) {
        return spans.stream().filter(s -> s.step().equals(step)).findFirst();
    }

    /// The books before and after the warm-up, as far as they could be read.
    public List<Event.OpeningRead> openingReads() {
        return of(Event.OpeningRead.class).toList();
    }

    /// What the agents on the nodes saw of the run; none where nobody looked.
    public List<NodeView> views() {
        return of(Event.Viewed.class).flatMap(viewed -> viewed.views().stream()).toList();
    }

    /// What the agents on the nodes had counted, each time that somebody asked.
    public List<Event.Counted> counts() {
        return of(Event.Counted.class).toList();
    }

    /// The final read, absent where none succeeded.
    public Optional<Event.Read> read() {
        return of(Event.Read.class).reduce((_, last) -> last);
    }

    /// What the observer saw of a workload.
    public List<Event.Observed> observations(Workload workload) {
        return of(Event.Observed.class).filter(o -> o.workload().equals(workload)).toList();
    }

    /// What happened from one time to another: operations by when they were sent, with their ends
    /// whenever these came, the spans within which it began, whole, and the pods as they were last
    /// seen before.
    public History between(long begin, long end) {
        var own = new ArrayList<Event>();
        var before = new HashMap<Workload, Event.Observed>();
        var sent = new HashSet<Long>();
        var around = around(begin);
        for (var event : events) {
            if (event instanceof Event.Ended ended) {
                if (sent.contains(ended.id())) {
                    own.add(event);
                }
            } else if (begin <= event.at() && event.at() < end) {
                own.add(event);
                if (event instanceof Event.Invoked invoked) {
                    sent.add(invoked.id());
                }
            } else if (event.at() < begin && event instanceof Event.Observed observed) {
                before.put(observed.workload(), observed);
            } else if (bounds(event, around)) {
                own.add(event);
            }
        }
        own.addAll(before.values());
        own.sort(Comparator.comparingLong(Event::at));
        return new History(own);
    }

    /// The spans that have begun before a time, and have not ended by then.
    private List<Span> around(long time) {
        return spans.stream().filter(span -> span.begin() < time && time < span.end()).toList();
    }

    private static boolean bounds(Event event, List<Span> spans) {
        return switch (event) {
            case Event.StepBegan(var at, var step) ->
                    spans.stream().anyMatch(s -> s.step().equals(step) && s.begin() == at);
            case Event.StepEnded(var at, var step, _) ->
                    spans.stream().anyMatch(s -> s.step().equals(step) && s.end() == at);
            case Event.Planned(var at, var step, _, _) ->
                    spans.stream().anyMatch(s -> s.step().equals(step) && s.begin() >= at);
            case Event.Undone(var at, var step) ->
                    spans.stream().anyMatch(s -> s.step().equals(step) && s.contains(at));
            default -> false;
        };
    }

    /// When the last event happened, in nanoseconds since the run began.
    public long end() {
        return events.stream().mapToLong(Event::at).max().orElse(0);
    }

    private <E extends Event> Stream<E> of(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast);
    }

    private static List<Exchange> pair(List<Event> events) {
        Map<Long, Event.Ended> ends = new HashMap<>();
        for (var event : events) {
            if (event instanceof Event.Ended ended) {
                ends.put(ended.id(), ended);
            }
        }
        return events.stream()
                .filter(Event.Invoked.class::isInstance)
                .map(Event.Invoked.class::cast)
                .map(invoked -> new Exchange(invoked, ends.get(invoked.id())))
                .sorted(Comparator.comparingLong(e -> e.invoked().planned()))
                .toList();
    }

    private static List<Span> spans(List<Event> events) {
        var spans = new ArrayList<Span>();
        for (var event : events) {
            switch (event) {
                case Event.StepBegan(var at, var step) ->
                        spans.add(new Span(step, at, Long.MAX_VALUE, null));
                case Event.StepEnded(var at, var step, var failure) -> {
                    for (int i = spans.size() - 1; i >= 0; i--) {
                        var open = spans.get(i);
                        if (open.step().equals(step) && open.end() == Long.MAX_VALUE) {
                            spans.set(i, new Span(step, open.begin(), at, failure));
                            break;
                        }
                    }
                }
                default -> {}
            }
        }
        return List.copyOf(spans);
    }
}
