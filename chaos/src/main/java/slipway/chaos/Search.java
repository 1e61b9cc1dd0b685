package slipway.chaos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Looks for an order of the calls to one object in which each is possible, and lies between its
/// sending and its answer.
///
/// It goes from answer to answer, and keeps all [Worlds] that may be the case then. Where none is
/// left there is no order, and what came later need not be looked at. As in Lowe's just-in-time
/// linearization (2017) a call happens only when an answer needs it, and as in his and in Wing and
/// Gong's (1993) no world is looked at twice. It holds no more than the calls under way and the
/// worlds of one answer.
///
/// That can be exponentially many in the number of calls under way at once, so five rules leave out
/// what makes no difference:
/// - What only reads has happened as soon as it can.
/// - Of calls that do the same, the one whose answer is due first goes first.
/// - What is overwritten before anybody has noticed need not be tried: where a call overwrites the
///   state, all others that do so and are under way may have happened just before
///   ([World#overwritten()]).
/// - Of what need not happen, only what somebody would notice is tried ([Relevant]).
/// - Where all that changes the state commutes, it happens when its own answer is due, or together
///   with others just before a read that finds so much ([Gathering]).
final class Search<S, A> {
    /// How many worlds may be found for one answer: they take some 100 MB.
    private static final int AT_ONCE = 200_000;

    /// How many are kept of each answer at first: where many choices explain what was read, the
    /// likely ones do.
    private static final List<Integer> FEW = List.of(4, 64);

    /// What a search comes to.
    sealed interface Result {
        /// There is an order.
        record Found() implements Result {}

        /// There is none, even of what had been sent and answered by that time.
        record None(long at) implements Result {}

        /// It would have taken too much.
        record GaveUp() implements Result {}
    }

    /// A world on the way to an answer.
    ///
    /// @param unnoticed whether the last call in it overwrote the state, and nobody has noticed
    private record Way<T>(World<T> world, boolean unnoticed) {}

    private final Model<S, A> model;
    private final long bound;

    /// By the times of their answers: a call is known by its number here.
    private final List<Part<S, A>> answered;

    /// Those without an answer, by the times of their sending.
    private final List<Part<S, A>> open;

    /// Whether no order of what changes the state makes a difference.
    private final boolean orderless;

    /// The numbers of those with an answer, by the times of their sending.
    private final List<Integer> sending;

    /// For each with an answer: the number of the first answer that came after its sending.
    private final int[] sent;

    /// For each with an answer: a bit of its own while it is under way.
    private final int[] place;

    private final BitSet taken = new BitSet();
    private final TreeSet<Integer> underWay = new TreeSet<>();
    private int nextSending;
    private int opened;
    private long steps;
    private long states;

    /// @param calls of one object
    /// @param others of the same object that may have happened in their time, or not at all: once,
    ///   or, where they leave the same in any state, from whatever state and as often as it takes
    /// @param bound how many acts may be tried, each in one state
    Search(Model<S, A> model, List<Call<A>> calls, List<Call<A>> others, long bound) {
        this.model = model;
        this.bound = bound;
        var parts = new ArrayList<Part<S, A>>();
        calls.forEach(call -> parts.add(Part.of(model, call, true)));
        others.forEach(call -> parts.add(Part.of(model, call, false)));
        var relevant = new Relevant<>(model, parts, bound);
        this.steps = relevant.steps();
        this.answered =
                relevant.parts().stream()
                        .filter(part -> part.call().answered())
                        .sorted(Comparator.comparingLong(part -> part.call().end()))
                        .toList();
        this.open =
                relevant.parts().stream()
                        .filter(part -> !part.call().answered())
                        .sorted(Comparator.comparingLong(part -> part.call().begin()))
                        .toList();
        this.orderless =
                open.isEmpty()
                        && answered.stream()
                                .allMatch(
                                        part ->
                                                part.binding()
                                                        && (part.reads()
                                                                || model.commutes(part.act())));
        this.sending = bySending(answered);
        this.sent = new int[answered.size()];
        this.place = new int[answered.size()];
    }

    private static <T, B> List<Integer> bySending(List<Part<T, B>> parts) {
        return IntStream.range(0, parts.size())
                .boxed()
                .sorted(Comparator.comparingLong(number -> parts.get(number).call().begin()))
                .toList();
    }

    /// An order that is found among a few worlds is one; that there is none, only all of them tell.
    Result run() {
        for (int few : orderless ? FEW : List.<Integer>of()) {
            var quick = run(few, steps + bound / 8);
            if (!(quick instanceof Result.GaveUp)) {
                return quick;
            }
        }
        return run(AT_ONCE, bound);
    }

    /// @param most how many worlds are kept of each answer
    /// @param until how many steps may have been taken by then
    private Result run(int most, long until) {
        underWay.clear();
        taken.clear();
        nextSending = 0;
        opened = 0;
        boolean cutShort = false;
        var worlds = new Worlds<S>();
        worlds.add(new World<>(new BitSet(), new BitSet(), new BitSet(), model.initial(), -1));
        for (int answer = 0; answer < answered.size(); answer++) {
            send(answer);
            var stage = new Stage(answer, most, until);
            worlds = stage.past(worlds);
            cutShort |= stage.tooMuch();
            if (cutShort && most == AT_ONCE) {
                return new Result.GaveUp();
            }
            if (worlds.isEmpty()) {
                return cutShort
                        ? new Result.GaveUp()
                        : new Result.None(answered.get(answer).call().end());
            }
            underWay.remove(answer);
            taken.clear(place[answer]);
        }
        return new Result.Found();
    }

    /// How many acts were tried, each in one state.
    long steps() {
        return steps;
    }

    /// How many worlds there were.
    long states() {
        return states;
    }

    /// What was sent by the time of an answer, and at the same time: it may well have overlapped.
    private void send(int answer) {
        long time = answered.get(answer).call().end();
        while (nextSending < sending.size() && sentAt(sending.get(nextSending)) <= time) {
            int call = sending.get(nextSending++);
            sent[call] = answer;
            place[call] = taken.nextClearBit(0);
            taken.set(place[call]);
            underWay.add(call);
        }
        while (opened < open.size() && open.get(opened).call().begin() <= time) {
            opened++;
        }
    }

    private long sentAt(int call) {
        return answered.get(call).call().begin();
    }

    private boolean possible(S state, Part<S, A> part) {
        steps++;
        return part.overwrites() || model.possible(state, part.act());
    }

    private static BitSet with(BitSet set, int number) {
        var more = (BitSet) set.clone();
        more.set(number);
        return more;
    }

    /// What may happen before one answer.
    private final class Stage {
        private final int answer;
        private final int most;
        private final long until;
        private final Part<S, A> due;
        private final int[] readers;
        private final int[] changers;
        private final Worlds<S> within = new Worlds<>();
        private final Worlds<S> past = new Worlds<>();
        private final ArrayDeque<Way<S>> ways = new ArrayDeque<>();
        private int found;

        /// From where nothing was found: smaller than worlds, and as well held in memory.
        private int tried;

        Stage(int answer, int most, long until) {
            this.answer = answer;
            this.most = most;
            this.until = until;
            this.due = answered.get(answer);
            this.readers = underWay(Part::reads);
            this.changers = underWay(part -> !part.reads());
        }

        private int[] underWay(Predicate<Part<S, A>> which) {
            return underWay.stream()
                    .filter(call -> which.test(answered.get(call)))
                    .mapToInt(Integer::intValue)
                    .toArray();
        }

        /// Whether there may be more worlds than were found.
        boolean tooMuch() {
            return past.size() > most || found > AT_ONCE || tried > 10 * AT_ONCE || steps > until;
        }

        /// The worlds in which the answer has been given: what follows on the likeliest comes
        /// first.
        Worlds<S> past(Worlds<S> before) {
            for (var world : before.all()) {
                if (tooMuch()) {
                    break;
                }
                begin(world);
                while (!ways.isEmpty() && !tooMuch()) {
                    var way = ways.remove();
                    if (orderless) {
                        gather(way);
                    } else {
                        follow(way);
                    }
                }
            }
            return past;
        }

        private void begin(World<S> world) {
            var now = read(world);
            if (!happened(now) && free(now)) {
                add(past, now);
            }
            enter(now, false);
        }

        /// Lets happen what reads nothing else than what is there.
        private World<S> read(World<S> world) {
            var seen = (BitSet) world.seen().clone();
            for (int call : readers) {
                if (!seen.get(place[call]) && possible(world.state(), answered.get(call))) {
                    seen.set(place[call]);
                }
            }
            return new World<>(
                    world.done(), seen, world.used(), world.state(), world.overwritten());
        }

        private boolean happened(World<S> world) {
            return (due.reads() ? world.seen() : world.done()).get(place[answer]);
        }

        /// Whether the call that is due need not happen: as one of the others, or since it may have
        /// been overwritten.
        private boolean free(World<S> world) {
            return !due.binding() || (due.overwrites() && sent[answer] <= world.overwritten());
        }

        private void enter(World<S> world, boolean unnoticed) {
            if (happened(world)) {
                add(past, world.without(place[answer]));
            } else if (unnoticed || add(within, world)) {
                ways.add(new Way<>(world, unnoticed));
            }
        }

        private boolean add(Worlds<S> worlds, World<S> world) {
            boolean added = worlds.add(world);
            if (added) {
                found++;
                states++;
            }
            return added;
        }

        /// Lets each of the calls happen that may be next.
        private void follow(Way<S> way) {
            var world = way.world();
            var kinds = new HashSet<Object>();
            var otherKinds = new HashSet<Object>();
            for (int call : changers) {
                var part = answered.get(call);
                var known = part.binding() ? kinds : otherKinds;
                if (world.done().get(place[call]) || (part.once() && !known.add(part.kind()))) {
                    continue;
                }
                // Else only that counts whether it was the last one before its own answer.
                boolean counts = part.once() || call == answer;
                var done = counts ? with(world.done(), place[call]) : world.done();
                happen(way, part, done, world.used());
            }
            for (int call = 0; call < opened; call++) {
                var part = open.get(call);
                if (!part.once()) {
                    happen(way, part, world.done(), world.used());
                } else if (!world.used().get(call) && kinds.add(part.kind())) {
                    happen(way, part, world.done(), with(world.used(), call));
                }
            }
        }

        /// Lets only that happen which cannot wait, or which a read may have found.
        private void gather(Way<S> way) {
            var world = way.world();
            if (!due.reads()) {
                happen(way, due, with(world.done(), place[answer]), world.used());
            }
            new Gathering(world).gather();
        }

        private void happen(Way<S> way, Part<S, A> part, BitSet done, BitSet used) {
            var world = way.world();
            if ((way.unnoticed() && part.overwrites()) || !possible(world.state(), part)) {
                return;
            }
            var leaves = part.leaves();
            var next =
                    new World<>(
                            done,
                            world.seen(),
                            used,
                            leaves == null ? model.after(world.state(), part.act()) : leaves,
                            part.overwrites() ? answer : world.overwritten());
            var now = read(next);
            enter(now, part.overwrites() && now.seen().equals(next.seen()));
        }

        /// All ways to choose some of the calls that commute, such that one more read finds what
        /// they leave. What was sent long ago has likely happened: such choices come first.
        private final class Gathering {
            /// The calls that do the same, by the times of their answers.
            ///
            /// @param vain the states from where no choice among these and those after them is left
            private record Kind<T, B>(B act, List<Integer> calls, Set<T> vain) {}

            private final World<S> world;
            private final boolean oneWillDo;
            private final List<Kind<S, A>> kinds = new ArrayList<>();
            private final List<Part<S, A>> unseen = new ArrayList<>();

            Gathering(World<S> world) {
                this.world = world;
                for (int call : readers) {
                    if (!world.seen().get(place[call])) {
                        unseen.add(answered.get(call));
                    }
                }
                this.oneWillDo = unseen.size() == 1 && !isReadMeanwhile();
            }

            void gather() {
                if (unseen.isEmpty()) {
                    return;
                }
                var byAct = new HashMap<A, List<Integer>>();
                for (int call : changers) {
                    if (!world.done().get(place[call])) {
                        byAct.computeIfAbsent(answered.get(call).act(), _ -> new ArrayList<>())
                                .add(call);
                    }
                }
                byAct.forEach((act, calls) -> kinds.add(new Kind<>(act, calls, new HashSet<>())));
                kinds.sort(Comparator.comparingLong(kind -> sentAt(kind.calls().getFirst())));
                gather(0, world.state(), world.done());
            }

            /// Whether anybody else looks before all that is under way has happened anyhow.
            private boolean isReadMeanwhile() {
                long until =
                        IntStream.of(changers)
                                .mapToLong(call -> answered.get(call).call().end())
                                .max()
                                .orElse(Long.MIN_VALUE);
                return sending.subList(nextSending, sending.size()).stream()
                        .map(answered::get)
                        .takeWhile(part -> part.call().begin() <= until)
                        .anyMatch(Part::reads);
            }

            /// @param kind the first of those that are still to be chosen from
            /// @return whether there was one
            private boolean gather(int kind, S state, BitSet done) {
                if (tooMuch()) {
                    return false;
                }
                if (kind < kinds.size()) {
                    return choose(kinds.get(kind), kind + 1, state, done);
                }
                boolean any = unseen.stream().anyMatch(reader -> possible(state, reader));
                if (any) {
                    enter(read(world.at(state, done)), false);
                }
                return any;
            }

            private boolean choose(Kind<S, A> from, int rest, S state, BitSet done) {
                if (from.vain().contains(state)) {
                    return false;
                }
                var states = new ArrayDeque<S>(List.of(state));
                var dones = new ArrayDeque<BitSet>(List.of(done));
                for (int call : from.calls()) {
                    steps++;
                    states.push(model.after(states.element(), from.act()));
                    dones.push(with(dones.element(), place[call]));
                }
                boolean any = false;
                while (!states.isEmpty() && !(any && oneWillDo)) {
                    any |= gather(rest, states.pop(), dones.pop());
                }
                if (!any && from.vain().add(state)) {
                    tried++;
                }
                return any;
            }
        }
    }
}
