package slipway.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.chaos.Register.Act;

/// The search beside one that tries every order, on small histories of one register: half of them
/// corrupted.
class EveryOrderTest {
    private static final int HISTORIES = 4_000;
    private static final Register REGISTER = SimulatedRegisters.MODEL;

    private static List<Call<Act>> history(int seed, int values) {
        var dice = new SplittableRandom(seed);
        var registers = new SimulatedRegisters(4, 1, values, 25);
        var calls = registers.calls(8, dice);
        return seed % 2 == 0 ? calls : registers.corrupted(calls, dice);
    }

    private static Search.Result search(List<Call<Act>> calls, List<Call<Act>> others) {
        return new Search<>(REGISTER, calls, others, Linearizability.USUAL).run();
    }

    @ParameterizedTest(name = "{0} values")
    @ValueSource(ints = {0, 2, 3})
    @DisplayName("it says what trying every order says")
    void agrees(int values) {
        int illegal = 0;
        for (int seed = 0; seed < HISTORIES; seed++) {
            var calls = history(seed, values);
            boolean explained = EveryOrder.explains(REGISTER, calls, List.of());
            assertThat(search(calls, List.of()) instanceof Search.Result.Found)
                    .as("seed %d: %s", seed, calls)
                    .isEqualTo(explained);
            illegal += explained ? 0 : 1;
        }
        assertThat(illegal).isBetween(HISTORIES / 40, HISTORIES / 2);
    }

    @ParameterizedTest(name = "{0} values")
    @ValueSource(ints = {0, 2, 3})
    @DisplayName("it is seen at the first answer that no order explains")
    void first(int values) {
        for (int seed = 1; seed < HISTORIES; seed += 2) {
            var calls = history(seed, values);
            if (search(calls, List.of()) instanceof Search.Result.None(var at)) {
                assertThat(EveryOrder.explains(REGISTER, by(calls, at), List.of()))
                        .as("seed %d by %d: %s", seed, at, calls)
                        .isFalse();
                assertThat(EveryOrder.explains(REGISTER, by(calls, at - 1), List.of()))
                        .as("seed %d before %d: %s", seed, at, calls)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest(name = "{0} values")
    @ValueSource(ints = {0, 2, 3})
    @DisplayName("a witness is wrong alone and among all others, and needs each of its calls")
    void witness(int values) {
        for (int seed = 1; seed < HISTORIES; seed += 2) {
            var calls = history(seed, values);
            if (search(calls, List.of()) instanceof Search.Result.None(var at)) {
                var explanation = new Explanation<>(REGISTER, calls, at, Linearizability.USUAL);
                var witness = explanation.witness();
                var seen = by(calls, at);
                assertThat(explanation.fewest()).isTrue();
                assertThat(seen).as("seed %d: %s", seed, calls).containsAll(witness);
                assertThat(EveryOrder.explains(REGISTER, witness, List.of()))
                        .as("seed %d: %s of %s", seed, witness, calls)
                        .isFalse();
                assertThat(EveryOrder.explains(REGISTER, witness, but(seen, witness)))
                        .as("seed %d: %s of %s", seed, witness, calls)
                        .isFalse();
                for (var call : witness) {
                    var fewer = but(witness, List.of(call));
                    assertThat(search(fewer, but(seen, fewer)))
                            .as("seed %d: %s of %s without %s", seed, witness, calls, call)
                            .isInstanceOf(Search.Result.Found.class);
                }
            }
        }
    }

    /// The calls as they stood at a time.
    private static List<Call<Act>> by(List<Call<Act>> calls, long time) {
        return calls.stream()
                .filter(call -> call.begin() <= time)
                .map(call -> call.by(time))
                .toList();
    }

    private static List<Call<Act>> but(List<Call<Act>> calls, List<Call<Act>> without) {
        var rest = new ArrayList<>(calls);
        rest.removeAll(without);
        return rest;
    }
}
