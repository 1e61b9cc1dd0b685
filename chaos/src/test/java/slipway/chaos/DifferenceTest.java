package slipway.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.chaos.Balance.Act;

/// The account begins with 100.
class DifferenceTest {
    private static final int HISTORIES = 4_000;
    private static final Call<Act> FIRST = read(1, 100, 10, 20);

    private static Call<Act> read(long id, long found, long begin, long end) {
        return new Call<>(id, "a", new Act.Read(found), begin, end);
    }

    private static Call<Act> add(long id, long amount, long begin, long end) {
        return new Call<>(id, "a", new Act.Add(amount), begin, end);
    }

    private static List<Call<Act>> witness(List<Call<Act>> calls) {
        return Difference.witness(100, calls).orElse(List.of());
    }

    @Test
    @DisplayName("where two reads differ by what lies between, or may, nothing is said")
    void explained() {
        assertThat(witness(List.of(FIRST, add(2, -7, 30, 40), read(3, 93, 50, 60)))).isEmpty();
        assertThat(witness(List.of(add(2, -7, 0, 90), FIRST, read(3, 93, 50, 60)))).isEmpty();
        assertThat(witness(List.of(add(2, -7, 0, 15), FIRST, read(3, 93, 50, 60)))).isEmpty();
        assertThat(witness(List.of(FIRST, add(2, -7, 55, Call.NEVER), read(3, 93, 50, 60))))
                .isEmpty();
    }

    @Test
    @DisplayName("a stale read is told by the two reads, and by the transfer that it has missed")
    void stale() {
        var missed = add(2, -7, 30, 40);
        var fresh = read(3, 93, 50, 60);
        var stale = read(4, 100, 70, 80);
        assertThat(witness(List.of(FIRST, missed, fresh, stale))).containsExactly(fresh, stale);
        assertThat(witness(List.of(FIRST, missed, stale))).containsExactly(FIRST, missed, stale);
    }

    @Test
    @DisplayName(
            "without an earlier read, the opening balance is what the first one is held against")
    void first() {
        var missed = add(1, -7, 30, 40);
        var stale = read(2, 100, 50, 60);
        assertThat(witness(List.of(missed, stale, add(3, -1, 70, 80))))
                .containsExactly(missed, stale);
        var wrong = read(2, 99, 50, 60);
        assertThat(witness(List.of(missed, wrong))).containsExactly(wrong);
    }

    @Test
    @DisplayName(
            "of the transfers between, those that make no difference to the matter are left out")
    void fewest() {
        var needed = add(2, -1, 30, 40);
        var wrong = read(5, 107, 50, 60);
        assertThat(witness(List.of(FIRST, needed, add(3, 7, 25, 42), add(4, 1, 22, 41), wrong)))
                .isEmpty();
        assertThat(witness(List.of(FIRST, needed, add(3, 7, 25, 42), wrong)))
                .containsExactly(FIRST, needed, wrong);
    }

    @Test
    @DisplayName("beyond a sum that can be counted, nothing is said")
    void beyond() {
        var much = add(2, Long.MAX_VALUE / 2, 0, 90);
        assertThat(witness(List.of(FIRST, much, read(3, 99, 50, 60)))).isEmpty();
        assertThat(witness(List.of(FIRST, much, much, much, read(3, 99, 50, 60)))).isEmpty();
    }

    @Test
    @DisplayName("what it says of four thousand histories, trying every order confirms")
    void confirmed() {
        int said = 0;
        for (int seed = 0; seed < HISTORIES; seed++) {
            var calls = calls(new SplittableRandom(seed));
            var witness = witness(calls);
            if (!witness.isEmpty()) {
                said++;
                var others = new ArrayList<>(calls);
                others.removeAll(witness);
                assertThat(EveryOrder.explains(new Balance(100L, true), witness, others))
                        .as("seed %d: %s of %s", seed, witness, calls)
                        .isFalse();
            }
        }
        assertThat(said).isBetween(HISTORIES / 10, HISTORIES - HISTORIES / 10);
    }

    /// One in three is read, and then one in three is told what is wrong, perhaps.
    private static List<Call<Act>> calls(SplittableRandom dice) {
        var calls = new ArrayList<Call<Act>>();
        long balance = 100;
        for (int id = 0; id < 7; id++) {
            long begin = 10L * id - dice.nextInt(20);
            long end = 10L * id + dice.nextInt(20);
            if (dice.nextInt(3) == 0) {
                long wrong = dice.nextInt(3) == 0 ? dice.nextInt(-2, 3) : 0;
                calls.add(read(id, balance + wrong, begin, end));
            } else {
                long amount = dice.nextInt(-3, 4);
                balance += amount;
                calls.add(add(id, amount, begin, end));
            }
        }
        return calls;
    }
}
