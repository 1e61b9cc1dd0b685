package slipway.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.chaos.Balance.Act;

/// Calls to one account, of which many are under way at once.
class BalanceTest {
    private static final int HISTORIES = 4_000;

    /// More steps than any witness of a few calls takes.
    private static final long SOON = 100_000;

    private static boolean explained(Balance balance, List<Call<Act>> calls) {
        return new Search<>(balance, calls, List.of(), Linearizability.USUAL).run()
                instanceof Search.Result.Found;
    }

    @ParameterizedTest(name = "{0} at first")
    @ValueSource(longs = {2, 100})
    @DisplayName("it says what trying every order says, whether it may be overdrawn or not")
    void agrees(long initial) {
        int illegal = 0;
        int ample = 0;
        for (int seed = 0; seed < HISTORIES; seed++) {
            var dice = new SplittableRandom(seed);
            var calls = new SimulatedAccount(initial, 3, 4, 0.4, 0).calls(7, dice);
            if (seed % 2 == 1) {
                calls = SimulatedAccount.corrupted(calls, dice);
            }
            var balance = Balance.before(initial, calls);
            boolean right = EveryOrder.explains(balance, calls, List.of());
            assertThat(explained(balance, calls)).as("seed %d: %s", seed, calls).isEqualTo(right);
            illegal += right ? 0 : 1;
            ample += balance.ample() ? 1 : 0;
        }
        assertThat(illegal).isBetween(HISTORIES / 40, HISTORIES / 2);
        assertThat(ample).isGreaterThan(HISTORIES / 40);
    }

    @Test
    @DisplayName("a witness is wrong alone, and among all others that may have happened or not")
    void witness() {
        int wrong = 0;
        for (int seed = 1; seed < HISTORIES; seed += 2) {
            var dice = new SplittableRandom(seed);
            var calls =
                    SimulatedAccount.corrupted(
                            new SimulatedAccount(100, 3, 4, 0.4, 0).calls(7, dice), dice);
            var balance = Balance.before(100, calls);
            var search = new Search<>(balance, calls, List.of(), Linearizability.USUAL);
            if (search.run() instanceof Search.Result.None(var at)) {
                wrong++;
                var explanation = new Explanation<>(balance, calls, at, SOON);
                var witness = explanation.witness();
                assertThat(explanation.fewest()).as("seed %d, soon", seed).isTrue();
                var others =
                        calls.stream()
                                .filter(call -> call.begin() <= at)
                                .map(call -> call.by(at))
                                .filter(call -> !witness.contains(call))
                                .toList();
                assertThat(EveryOrder.explains(balance, witness, List.of())).isFalse();
                assertThat(EveryOrder.explains(balance, witness, others))
                        .as("seed %d: %s of %s", seed, witness, calls)
                        .isFalse();
            }
        }
        assertThat(wrong).isGreaterThan(HISTORIES / 40);
    }

    @Test
    @DisplayName("dozens of transfers that waited for one outage are told apart by those who read")
    void outage() {
        long down = 100_000;
        long up = 102_500;
        var calls =
                new SimulatedAccount(1_000_000, 100, 2, 0.1, 0)
                        .calls(2_000, new SplittableRandom(42)).stream()
                                .map(call -> call.end() < down ? call : waiting(call, up))
                                .collect(Collectors.toCollection(ArrayList::new));
        var balance = Balance.before(1_000_000, calls);
        assertThat(explained(balance, calls)).isTrue();
    }

    @Test
    @DisplayName("what a dozen transfers cannot come to is explained by none of their orders")
    void tooMuch() {
        var calls = new ArrayList<Call<Act>>();
        for (int id = 0; id < 12; id++) {
            calls.add(new Call<>(id, "a", new Act.Add(id + 1), id, 1_000 + id));
        }
        calls.add(new Call<>(40, "a", new Act.Read(30), 100, 900));
        calls.add(new Call<>(41, "a", new Act.Read(31), 950, 960));
        assertThat(explained(new Balance(0L, true), calls)).isTrue();
        calls.add(new Call<>(42, "a", new Act.Read(30), 970, 980));
        assertThat(explained(new Balance(0L, true), calls)).isFalse();
    }

    @Test
    @DisplayName("a hundred transfers whose answers were lost, each at its own time, cost little")
    void lost() {
        var calls =
                new SimulatedAccount(1_000_000, 100, 4, 0.03, 0)
                        .calls(5_000, new SplittableRandom(42)).stream()
                                .map(call -> call.id() % 50 == 0 ? unanswered(call) : call)
                                .toList();
        var search =
                new Search<>(
                        Balance.before(1_000_000, calls), calls, List.of(), Linearizability.USUAL);
        assertThat(search.run()).isInstanceOf(Search.Result.Found.class);
        assertThat(search.states()).isLessThan(20L * calls.size());
        assertThat(search.steps()).isLessThan(1_000L * calls.size());
    }

    /// The same, where only the books at the end say that it has happened.
    private static Call<Act> unanswered(Call<Act> call) {
        return call.act() instanceof Act.Read
                ? call
                : new Call<>(call.id(), call.object(), call.act(), call.begin(), 1_000_000);
    }

    /// The same, answered at once after an outage if it would have been in the middle of it.
    private static Call<Act> waiting(Call<Act> call, long up) {
        return new Call<>(
                call.id(),
                call.object(),
                call.act(),
                call.begin(),
                Math.max(call.end(), up + call.id() % 50));
    }
}
