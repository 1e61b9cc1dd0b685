package slipway.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Whether calls are linearizable (Herlihy and Wing, 1990): whether each can be taken to have
/// happened at one moment between its sending and its answer, such that every object did in that
/// order what its model does. Issue 5 asks it of registers under faults.
///
/// Objects are judged one by one: calls are linearizable if those to each object are, which Horn
/// and Kroening (2015) call P-compositionality. [Search] says how each is judged, [Explanation]
/// which calls are the witness where no order explains them. `bench/peers/porcupine` is what it is
/// compared with.
///
/// @param bound how many acts may be tried, each in one state, for each object, and a tenth of that
///   for the witness; beyond it the finding is unknown, and the witness not the smallest
public record Linearizability<S, A>(Model<S, A> model, long bound) {
    /// Seconds of work.
    public static final long USUAL = 300_000_000;

    public Linearizability(Model<S, A> model) {
        this(model, USUAL);
    }

    public Finding<A> check(List<Call<A>> calls) {
        var objects = new TreeMap<String, List<Call<A>>>();
        for (var call : calls) {
            objects.computeIfAbsent(call.object(), _ -> new ArrayList<>()).add(call);
        }
        var unknown = new ArrayList<String>();
        List<Call<A>> wrong = List.of();
        long first = Long.MAX_VALUE;
        long states = 0;
        for (var object : objects.entrySet()) {
            var search = new Search<>(model, object.getValue(), List.of(), bound);
            var result = search.run();
            states += search.states();
            switch (result) {
                case Search.Result.Found _ -> {}
                case Search.Result.GaveUp _ -> unknown.add(object.getKey());
                case Search.Result.None(var at) -> {
                    if (at < first) {
                        first = at;
                        wrong = object.getValue();
                    }
                }
            }
        }
        if (!wrong.isEmpty()) {
            var explanation = new Explanation<>(model, wrong, first, bound / 10);
            return new Finding.Illegal<>(explanation.witness(), explanation.fewest(), states);
        }
        return unknown.isEmpty()
                ? new Finding.Linearizable<>(states)
                : new Finding.Unknown<>(unknown, states);
    }
}
