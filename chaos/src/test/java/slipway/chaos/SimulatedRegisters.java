package slipway.chaos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.random.RandomGenerator;
import slipway.chaos.Register.Act;

/// Registers that do as they should, and clients that call them one call after the other. Each call
/// takes effect at one moment between its sending and its answer.
///
/// @param values how many there are; 0: no value is written twice
/// @param uncertain how many of a hundred calls get no answer: they take effect later, or never
record SimulatedRegisters(int clients, int registers, int values, int uncertain) {
    static final Register MODEL = new Register(0L);

    /// @param at when it takes effect
    /// @param happens whether it does
    private record Moment(String register, long sent, long at, long answered, boolean happens) {}

    /// As many as were answered, or may have had an effect.
    List<Call<Act>> calls(int count, RandomGenerator dice) {
        var moments = new ArrayList<Moment>();
        for (int client = 0; client < clients; client++) {
            long now = dice.nextInt(20);
            for (int i = client; i < count; i += clients) {
                var moment = moment(now, dice);
                moments.add(moment);
                now = moment.answered() < Call.NEVER ? moment.answered() : moment.sent() + 40;
            }
        }
        moments.sort(Comparator.comparingLong(Moment::at));
        var calls = new ArrayList<Call<Act>>();
        var states = new HashMap<String, Long>();
        for (var moment : moments) {
            long state = states.getOrDefault(moment.register(), MODEL.initial());
            long id = calls.size() + 1L;
            boolean answered = moment.answered() < Call.NEVER;
            var act = act(state, answered, id, dice);
            if (!answered && MODEL.reads(act)) {
                continue;
            }
            calls.add(new Call<>(id, moment.register(), act, moment.sent(), moment.answered()));
            if (moment.happens() && MODEL.possible(state, act)) {
                states.put(moment.register(), MODEL.after(state, act));
            }
        }
        return calls;
    }

    private Moment moment(long now, RandomGenerator dice) {
        var register = "r" + dice.nextInt(registers);
        long sent = now + 1 + dice.nextInt(10);
        long at = sent + dice.nextInt(20);
        if (dice.nextInt(100) >= uncertain) {
            return new Moment(register, sent, at, at + dice.nextInt(20), true);
        }
        // Perhaps long after its client has given up.
        return new Moment(register, sent, at + dice.nextInt(100), Call.NEVER, dice.nextBoolean());
    }

    private Act act(long state, boolean answered, long id, RandomGenerator dice) {
        long next = values == 0 ? id : dice.nextInt(values);
        int what = dice.nextInt(4);
        if (what < 2) {
            return new Act.Read(state);
        }
        if (what == 2) {
            return new Act.Write(next);
        }
        long expected = dice.nextInt(3) > 0 ? state : value(id, dice);
        return answered && expected != state
                ? new Act.Differed(expected)
                : new Act.CompareAndSet(expected, next);
    }

    private long value(long ids, RandomGenerator dice) {
        return values == 0 ? dice.nextLong(ids + 1) : dice.nextInt(values);
    }

    /// The calls with one thing changed, which may make them wrong.
    List<Call<Act>> corrupted(List<Call<Act>> calls, RandomGenerator dice) {
        var changed = new ArrayList<>(calls);
        if (calls.isEmpty()) {
            return changed;
        }
        var call = changed.remove(dice.nextInt(calls.size()));
        switch (dice.nextInt(4)) {
            case 0 -> {} // nobody tells of it
            case 1 -> changed.add(moved(call, dice.nextInt(-60, 61)));
            default -> changed.add(told(call, otherwise(call.act(), value(calls.size(), dice))));
        }
        return changed;
    }

    private static Call<Act> moved(Call<Act> call, long by) {
        long end = call.answered() ? call.end() + by : Call.NEVER;
        return new Call<>(call.id(), call.object(), call.act(), call.begin() + by, end);
    }

    static Call<Act> told(Call<Act> call, Act act) {
        return new Call<>(call.id(), call.object(), act, call.begin(), call.end());
    }

    private static Act otherwise(Act act, long value) {
        return switch (act) {
            case Act.Read _ -> new Act.Read(value);
            case Act.Write _ -> new Act.Write(value);
            case Act.CompareAndSet(var expected, _) -> new Act.Differed(expected);
            case Act.Differed(var expected) -> new Act.CompareAndSet(expected, value);
        };
    }
}
