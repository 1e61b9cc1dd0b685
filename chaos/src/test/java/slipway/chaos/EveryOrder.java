package slipway.chaos;

import java.util.ArrayList;
import java.util.List;

/// The slow way to the same answer: it tries every order of a few calls.
final class EveryOrder {
    private EveryOrder() {}

    /// @param calls of one object
    /// @param others that may have happened in their time, once, or not at all
    static <S, A> boolean explains(Model<S, A> model, List<Call<A>> calls, List<Call<A>> others) {
        var may = new ArrayList<>(others);
        calls.stream().filter(call -> !call.answered()).forEach(may::add);
        var must = calls.stream().filter(Call::answered).toList();
        return explains(model, model.initial(), must, may, Long.MIN_VALUE);
    }

    /// @param since when the latest of those that have happened was sent
    private static <S, A> boolean explains(
            Model<S, A> model, S state, List<Call<A>> must, List<Call<A>> may, long since) {
        if (must.isEmpty()) {
            return true;
        }
        long due = must.stream().mapToLong(Call::end).min().orElseThrow();
        for (var call : must) {
            if (call.begin() <= due
                    && model.possible(state, call.act())
                    && explains(
                            model,
                            model.after(state, call.act()),
                            without(must, call),
                            may,
                            Math.max(since, call.begin()))) {
                return true;
            }
        }
        for (var call : may) {
            if (call.begin() <= due
                    && since <= call.end()
                    && model.possible(state, call.act())
                    && explains(
                            model,
                            model.after(state, call.act()),
                            must,
                            without(may, call),
                            Math.max(since, call.begin()))) {
                return true;
            }
        }
        return false;
    }

    private static <A> List<Call<A>> without(List<Call<A>> calls, Call<A> call) {
        var rest = new ArrayList<>(calls);
        rest.remove(call);
        return rest;
    }
}
