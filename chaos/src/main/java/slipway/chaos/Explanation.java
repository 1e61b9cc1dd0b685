package slipway.chaos;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/// The fewest calls that show that no order explains what an object did: without any one of them
/// there would be an order.
///
/// To leave a call out must not make the case: without the write of a value, any read of it looks
/// wrong. So what is left out may still have happened in its own time, or not at all; and where it
/// leaves the same in any state, from whatever state and as often as it takes.
///
/// The more is left out, the more is possible. That allows for the progression of Marques-Silva,
/// Janota and Belov (2013), with steps that double and are halved again; delta debugging (Zeller
/// and Hildebrandt, 2002) does without, and takes more tries. Of several such sets it finds the one
/// whose first call is the latest.
final class Explanation<S, A> {
    private final Model<S, A> model;
    private final List<Call<A>> calls;
    private long left;
    private boolean fewest = true;

    /// @param calls of one object that no order explains
    /// @param at when it was seen ([Search.Result.None]); what came later does not matter
    /// @param bound how many acts may be tried, each in one state
    Explanation(Model<S, A> model, List<Call<A>> calls, long at, long bound) {
        this.model = model;
        this.calls =
                calls.stream()
                        .filter(call -> call.begin() <= at)
                        .map(call -> call.by(at))
                        .sorted(Comparator.comparingLong(Call::begin))
                        .toList();
        this.left = bound;
    }

    /// By the time of their sending; what was not answered yet when it was seen has no end here. To
    /// be called once.
    List<Call<A>> witness() {
        var needed = new BitSet();
        int rest = 0;
        // What is needed, and the rest, are enough: so it is before each turn.
        while (rest < calls.size() && !enough(needed, calls.size())) {
            int next = last(needed, rest);
            needed.set(next);
            rest = next + 1;
            if (left <= 0) {
                needed.set(rest, calls.size());
                rest = calls.size();
            }
        }
        return needed.stream().mapToObj(calls::get).toList();
    }

    /// Whether none can be left out of the witness, as far as the bound let it be seen.
    boolean fewest() {
        return fewest;
    }

    /// The last call of the rest from which on it is enough.
    private int last(BitSet needed, int rest) {
        int last = rest;
        int tooLate = calls.size();
        for (int size = 1; calls.size() - size > rest; size *= 2) {
            int from = calls.size() - size;
            if (enough(needed, from)) {
                last = from;
                break;
            }
            tooLate = from;
        }
        while (tooLate - last > 1) {
            int middle = (last + tooLate) >>> 1;
            if (enough(needed, middle)) {
                last = middle;
            } else {
                tooLate = middle;
            }
        }
        return last;
    }

    /// Whether no order explains the needed calls and all from one on, whatever became of the
    /// others.
    private boolean enough(BitSet needed, int from) {
        if (left <= 0) {
            fewest = false;
            return false;
        }
        var kept = new ArrayList<Call<A>>();
        var others = new ArrayList<Call<A>>();
        for (int i = 0; i < calls.size(); i++) {
            boolean keep = i >= from || needed.get(i);
            (keep ? kept : others).add(calls.get(i));
        }
        var search = new Search<>(model, kept, others, left);
        var result = search.run();
        left -= search.steps() + calls.size();
        fewest &= !(result instanceof Search.Result.GaveUp);
        return result instanceof Search.Result.None;
    }
}
