package slipway.loadtest.generator;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import slipway.core.RunFailed;

/// Sends the requests of a load when they are due, and measures. One thread does all of it: it
/// sleeps until a request is due or an answer is there, whichever comes first, so nothing is handed
/// from one thread to another, and nothing is locked.
public final class Generator implements Exchange.Ending {
    private static final long SECOND = 1_000_000_000;

    /// Requests begun in a row before answers are looked at: a client that is behind its plan still
    /// reads.
    private static final int AT_ONCE = 64;

    /// What is under way when somebody cuts the load off may still be answered.
    private static final long LAST_WORDS = SECOND;

    /// As long as a request may be late.
    private static final long COUNTING = 10_000_000;

    private static final long NONE = -1;

    /// The first status that tells of a failure (RFC 9110, section 15).
    private static final int BAD = 400;

    private static final Exchange.Visit NOTHING_MORE = new Exchange.Visit(List.of(), 0, 0);

    private final LoadSpec spec;
    private final EventLoop loop;
    private final Connections connections;
    private final SplittableRandom dice;
    private final Meter meter = new Meter();

    /// Told second by second to the thread that waits; the last one is empty.
    private final BlockingQueue<Optional<Interval>> told = new LinkedBlockingQueue<>();

    private final CompletableFuture<Measurement> end = new CompletableFuture<>();

    /// Those under way, in the order of their begin, and so of their deadlines; some that have
    /// ended lie among them.
    private final Deque<Exchange> underWay = new ArrayDeque<>();

    /// Sessions that go on as soon as there is a connection.
    private final Deque<Exchange.Visit> goingOn = new ArrayDeque<>();

    private final PrimitiveIterator.OfLong times;
    private long origin;

    private long due = NONE;
    private long number;
    private long sessions;
    private long open;
    private long unsent;
    private boolean sending = true;
    private boolean busy;
    private @Nullable Future<?> alarm;
    private @Nullable Future<?> deadline;

    private Generator(LoadSpec spec, Wire wire, EventLoop loop) {
        this.spec = spec;
        this.loop = loop;
        this.dice = new SplittableRandom(spec.seed());
        this.times =
                switch (spec.model()) {
                    case LoadSpec.Model.Open(var profile, var spacing) ->
                            profile.times(spacing, dice.split());
                    case LoadSpec.Model.Closed(var users, _) ->
                            LongStream.generate(() -> 0).limit(users).iterator();
                };
        Runnable room = () -> guarded(this::goOn).run();
        this.connections =
                spec.target().http2()
                        ? new Http2Connections(wire, spec.connections(), room)
                        : new Http1Connections(wire, spec.connections(), room);
    }

    /// Puts the whole load on its target; returns when the last request has ended. Interrupted, it
    /// sends no more, waits a second for what is under way, and returns what it has, with the
    /// thread still marked as interrupted.
    ///
    /// @param intervals told of each second by the calling thread
    /// @throws slipway.core.InvalidSpec where nobody is at the target, or its certificate is none;
    ///   then nothing was sent
    public static Measurement run(LoadSpec spec, Consumer<Interval> intervals)
            throws InterruptedException {
        Rehearsal.of(spec);
        return perform(spec, intervals);
    }

    static Measurement perform(LoadSpec spec, Consumer<Interval> intervals)
            throws InterruptedException {
        var transport = Transport.here();
        var group = transport.oneThread();
        try {
            var loop = group.next();
            var wire = new Wire(spec.target(), spec.timeout(), transport, loop);
            Probe.reach(spec.target(), wire);
            return new Generator(spec, wire, loop).measure(intervals);
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    private Measurement measure(Consumer<Interval> intervals) {
        var _ = end.whenComplete((_, _) -> told.add(Optional.empty()));
        perform(this::begin);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    var interval = told.take();
                    if (interval.isEmpty()) {
                        return end.get();
                    }
                    intervals.accept(interval.get());
                } catch (InterruptedException _) {
                    interrupted = true;
                    perform(this::cutOff);
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RunFailed failed
                    ? failed
                    : new RunFailed("the load generator broke: " + e.getCause(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void begin() {
        origin = System.nanoTime();
        var _ = loop.scheduleAtFixedRate(guarded(this::tell), SECOND, SECOND, TimeUnit.NANOSECONDS);
        // What was held back may be sent until the last that was sent in time has timed out.
        var _ = after(spec.model().duration().plus(spec.timeout()).toNanos(), this::stop);
        goOn();
    }

    /// Begins what is due and has a connection, and sleeps until the next is.
    private void goOn() {
        if (busy) {
            return;
        }
        busy = true;
        try {
            beginWhatIsDue();
        } finally {
            busy = false;
        }
        endIfDone();
    }

    private void beginWhatIsDue() {
        int begun = 0;
        while (sending && !connections.full()) {
            if (!goingOn.isEmpty()) {
                begin(goingOn.remove());
                continue;
            }
            if (exhausted()) {
                return;
            }
            due = due == NONE ? times.nextLong() : due;
            long left = due - now();
            if (left > 0 || ++begun > AT_ONCE) {
                sleep(Math.max(0, left));
                return;
            }
            var visit = session(due);
            due = NONE;
            begin(visit);
        }
    }

    private boolean exhausted() {
        return due == NONE && !times.hasNext();
    }

    private Exchange.Visit session(long due) {
        sessions++;
        return new Exchange.Visit(spec.mix().pick(dice), 0, due);
    }

    private void begin(Exchange.Visit visit) {
        var request = visit.requests().get(visit.next()).filled(spec.run(), number++);
        var exchange = new Exchange(request, visit, this, now());
        meter.sent(exchange.planned(), exchange.begun());
        underWay.add(exchange);
        open++;
        watch();
        connections.send(exchange);
    }

    @Override
    public void answered(Exchange exchange, int status) {
        if (status >= BAD) {
            failed(exchange, Integer.toString(status));
            return;
        }
        guarded(
                        () -> {
                            long now = now();
                            meter.answered(exchange, now);
                            ended(exchange.visit().further(now));
                        })
                .run();
    }

    @Override
    public void failed(Exchange exchange, String why) {
        guarded(
                        () -> {
                            if (Words.ofTheClient(why)) {
                                throw new RunFailed(
                                        "the client itself has no socket left (%s): lower the rate or --connections, or raise `ulimit -n`"
                                                .formatted(why));
                            }
                            meter.failed(why);
                            ended(NOTHING_MORE);
                        })
                .run();
    }

    /// @param visit what is left of its session
    private void ended(Exchange.Visit visit) {
        open--;
        while (!underWay.isEmpty() && underWay.element().ended()) {
            underWay.remove();
        }
        if (visit.goesOn()) {
            goOnWith(visit);
        } else if (spec.model() instanceof LoadSpec.Model.Closed(_, var time)
                && now() < time.toNanos()) {
            goOnWith(session(now()));
        }
        goOn();
    }

    private void goOnWith(Exchange.Visit visit) {
        if (sending) {
            goingOn.add(visit);
        } else {
            unsent++;
        }
    }

    /// Sees to it that whoever waits too long is told so.
    private void watch() {
        if (deadline == null && !underWay.isEmpty()) {
            long at = underWay.element().begun() + spec.timeout().toNanos();
            deadline = after(at - now(), this::expire);
        }
    }

    private void expire() {
        deadline = null;
        long now = now();
        while (!underWay.isEmpty()) {
            var first = underWay.element();
            if (!first.ended()) {
                if (first.begun() + spec.timeout().toNanos() > now) {
                    break;
                }
                first.giveUp();
                meter.timedOut(first, now);
                ended(NOTHING_MORE);
            } else {
                underWay.remove();
            }
        }
        watch();
    }

    /// Nothing more is sent.
    private void stop() {
        if (sending) {
            sending = false;
            unsent = goingOn.size() + left();
            endIfDone();
        }
    }

    /// How many of the plan were never begun. Of a long one that is cut off early they are not
    /// counted one by one: then it is the mean, which is all that there is to tell of Poisson's.
    private long left() {
        long left = due == NONE ? 0 : 1;
        long until = System.nanoTime() + COUNTING;
        while (times.hasNext()) {
            if (System.nanoTime() > until
                    && spec.model() instanceof LoadSpec.Model.Open(var profile, _)) {
                return Math.max(left, Math.round(profile.arrivals()) - sessions);
            }
            times.nextLong();
            left++;
        }
        return left;
    }

    private void cutOff() {
        stop();
        var _ = after(LAST_WORDS, this::giveUp);
    }

    private void giveUp() {
        // Closing ends others on the same connection.
        for (var exchange : List.copyOf(underWay)) {
            if (!exchange.ended()) {
                exchange.giveUp();
                meter.failed("cut off");
                open--;
            }
        }
        endIfDone();
    }

    private void endIfDone() {
        if (open == 0 && (!sending || (exhausted() && goingOn.isEmpty())) && !end.isDone()) {
            tell();
            end.complete(meter.measurement(unsent, Duration.ofNanos(now())));
            connections.close();
        }
    }

    private void tell() {
        if (!end.isDone()) {
            told.add(Optional.of(meter.interval(now())));
        }
    }

    private long now() {
        return System.nanoTime() - origin;
    }

    private void sleep(long nanos) {
        if (alarm == null) {
            alarm =
                    after(
                            nanos,
                            () -> {
                                alarm = null;
                                goOn();
                            });
        }
    }

    private Future<?> after(long nanos, Runnable deed) {
        return loop.schedule(guarded(deed), nanos, TimeUnit.NANOSECONDS);
    }

    private void perform(Runnable deed) {
        loop.execute(guarded(deed));
    }

    /// A loop swallows what its tasks throw, and would wait for ever.
    private Runnable guarded(Runnable deed) {
        return () -> {
            try {
                deed.run();
            } catch (RuntimeException | Error e) {
                end.completeExceptionally(e);
            }
        };
    }
}
