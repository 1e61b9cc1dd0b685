package slipway.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import slipway.chaos.Balance.Act;

/// An account that does as it should, and calls to it, of which many are under way at once.
///
/// @param initial what it holds at first
/// @param most that a call moves
/// @param spread a call is sent up to so many before its turn, and answered up to so many after
/// @param reads share of calls that read, 0 to 1
/// @param comparing share of the others that are on condition, 0 to 1
record SimulatedAccount(long initial, int most, int spread, double reads, double comparing) {
    /// They happen in the order of their numbers. What would overdraw the account is refused, and
    /// no call.
    List<Call<Act>> calls(int many, RandomGenerator dice) {
        var calls = new ArrayList<Call<Act>>();
        long balance = initial;
        for (int id = 0; id < many; id++) {
            Act act = new Act.Read(balance);
            if (dice.nextDouble() >= reads) {
                long amount = dice.nextInt(1, most + 1) * (dice.nextBoolean() ? 1L : -1L);
                if (balance + amount < 0) {
                    continue;
                }
                act = moving(balance, amount, dice);
                balance += Balance.moved(act);
            }
            calls.add(
                    new Call<>(
                            id,
                            "a",
                            act,
                            100L * id - dice.nextInt(100 * spread),
                            100L * id + dice.nextInt(100 * spread)));
        }
        return calls;
    }

    private Act moving(long balance, long amount, RandomGenerator dice) {
        if (comparing == 0 || dice.nextDouble() >= comparing) {
            return new Act.Add(amount);
        }
        return dice.nextBoolean()
                ? new Act.AddTo(balance, amount)
                : new Act.Differed(balance + amount);
    }

    /// Where some reads found a little more or less.
    static List<Call<Act>> corrupted(List<Call<Act>> calls, RandomGenerator dice) {
        var wrong = new ArrayList<>(calls);
        wrong.replaceAll(
                call ->
                        call.act() instanceof Act.Read(var found)
                                ? new Call<>(
                                        call.id(),
                                        call.object(),
                                        new Act.Read(found + dice.nextInt(-1, 2)),
                                        call.begin(),
                                        call.end())
                                : call);
        return wrong;
    }

    /// Where the answers to some that move money were lost.
    static List<Call<Act>> unanswered(List<Call<Act>> calls, RandomGenerator dice) {
        var lost = new ArrayList<>(calls);
        lost.replaceAll(
                call ->
                        Balance.moved(call.act()) != 0 && dice.nextInt(8) == 0
                                ? new Call<>(
                                        call.id(),
                                        call.object(),
                                        call.act(),
                                        call.begin(),
                                        Call.NEVER)
                                : call);
        return lost;
    }
}
