package slipway.chaos;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The calls that a [Search] has to look at. Of those that need not happen, the ones that nobody
/// would notice are left out, and those that nobody can tell apart leave the same state. That
/// changes no answer, and spares many worlds.
final class Relevant<S, A> {
    /// A call that need not happen.
    ///
    /// @param noticed the numbers of the acts that are possible in the state that it leaves
    private record Doubt<T, B>(Part<T, B> part, T leaves, BitSet noticed) {}

    private final Model<S, A> model;
    private final List<Part<S, A>> kept = new ArrayList<>();
    private final List<Doubt<S, A>> doubts = new ArrayList<>();

    /// What may notice the state before, be it only by being possible: all that does not overwrite.
    private final List<A> noticing = new ArrayList<>();

    private final Set<A> known = new HashSet<>();
    private long steps;

    /// @param bound of the steps; beyond it, all that is in doubt is kept
    Relevant(Model<S, A> model, Collection<Part<S, A>> parts, long bound) {
        this.model = model;
        for (var part : parts) {
            var leaves = part.leaves();
            if (part.mustHappen() || (leaves == null && !part.reads())) {
                keep(part);
            } else if (leaves != null) {
                doubts.add(new Doubt<>(part, leaves, new BitSet()));
            }
        }
        for (int act = 0; act < noticing.size() && steps <= bound; act++) {
            ask(act);
        }
        if (steps > bound) {
            doubts.forEach(doubt -> kept.add(doubt.part()));
        } else {
            settle();
        }
    }

    List<Part<S, A>> parts() {
        return kept;
    }

    /// How many acts were tried in how many states.
    long steps() {
        return steps;
    }

    private void keep(Part<S, A> part) {
        kept.add(part);
        notice(part);
    }

    private void notice(Part<S, A> part) {
        if (!part.overwrites() && known.add(part.act())) {
            noticing.add(part.act());
        }
    }

    /// What is noticed may in turn notice others.
    private void ask(int act) {
        for (var doubt : doubts) {
            steps++;
            if (model.possible(doubt.leaves(), noticing.get(act))) {
                doubt.noticed().set(act);
                notice(doubt.part());
            }
        }
    }

    private void settle() {
        // An act whose result depends on the state before might yet tell two of them apart.
        boolean alike =
                noticing.stream().allMatch(act -> model.reads(act) || model.leaves(act) != null);
        var states = new HashMap<BitSet, S>();
        for (var doubt : doubts) {
            if (!doubt.noticed().isEmpty()) {
                var leaves = states.computeIfAbsent(doubt.noticed(), _ -> doubt.leaves());
                kept.add(alike ? doubt.part().leaving(leaves) : doubt.part());
            }
        }
    }
}
