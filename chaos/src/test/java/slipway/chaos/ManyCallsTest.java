package slipway.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.chaos.Register.Act;

class ManyCallsTest {
    private static final int CALLS = 100_000;
    private static final Linearizability<Long, Act> CHECK =
            new Linearizability<>(SimulatedRegisters.MODEL);

    @Test
    @DisplayName("100,000 calls of 32 clients to eight registers, some without an answer")
    void many() {
        var registers = new SimulatedRegisters(32, 8, 0, 1);
        var finding = CHECK.check(registers.calls(CALLS, new SplittableRandom(42)));
        assertThat(finding).isInstanceOf(Finding.Linearizable.class);
        assertThat(finding.states()).isLessThan(20L * CALLS);
    }

    @ParameterizedTest(name = "{0} clients, {1} values, {2} calls")
    @CsvSource({"16, 0, 20000", "8, 5, 20000"})
    @DisplayName("many clients of one register, who write no value twice, or few values often")
    void oneRegister(int clients, int values, int calls) {
        var register = new SimulatedRegisters(clients, 1, values, 0);
        assertThat(CHECK.check(register.calls(calls, new SplittableRandom(42))))
                .isInstanceOf(Finding.Linearizable.class);
    }

    @Test
    @DisplayName("hundreds of calls without an answer, which may all show at any later time")
    void uncertain() {
        var register = new SimulatedRegisters(8, 1, 0, 20);
        assertThat(CHECK.check(register.calls(4_000, new SplittableRandom(42))))
                .isInstanceOf(Finding.Linearizable.class);
    }

    @Test
    @DisplayName("one stale read among 100,000 calls is found, and told by two of them")
    void stale() {
        var calls = new SimulatedRegisters(32, 8, 0, 0).calls(CALLS, new SplittableRandom(42));
        var reads = calls.stream().filter(ManyCallsTest::reads).toList();
        var old = reads.get(reads.size() / 2);
        var read =
                reads.stream()
                        .skip(reads.size() * 3L / 4)
                        .filter(call -> call.object().equals(old.object()))
                        .findFirst()
                        .orElseThrow();
        var stale = SimulatedRegisters.told(read, old.act());
        calls.set(calls.indexOf(read), stale);
        assertThat(witness(CHECK.check(calls))).hasSize(2).last().isEqualTo(stale);
    }

    private static boolean reads(Call<Act> call) {
        return call.act() instanceof Act.Read;
    }

    private static List<Call<Act>> witness(Finding<Act> finding) {
        return finding instanceof Finding.Illegal<Act> illegal ? illegal.witness() : List.of();
    }
}
