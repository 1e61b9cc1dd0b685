package slipway.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.chaos.Register.Act;

class LinearizabilityTest {
    private static final Register REGISTER = new Register(0L);
    private static final Linearizability<Long, Act> CHECK = new Linearizability<>(REGISTER);

    private static void assertLinearizable(String... lines) {
        assertThat(CHECK.check(RegisterCalls.of(lines))).isInstanceOf(Finding.Linearizable.class);
    }

    /// @param witness which of the lines, from 1
    private static void assertIllegal(List<Long> witness, String... lines) {
        assertThat(witness(RegisterCalls.of(lines)))
                .extracting(Call::id)
                .containsExactlyElementsOf(witness);
    }

    private static List<Call<Act>> witness(List<Call<Act>> calls) {
        return switch (CHECK.check(calls)) {
            case Finding.Illegal<Act> illegal -> illegal.witness();
            case Finding.Linearizable<Act> _, Finding.Unknown<Act> _ -> List.of();
        };
    }

    @Test
    @DisplayName("calls one after the other, each answered as a register answers")
    void sequential() {
        assertLinearizable();
        assertLinearizable(
                "0-1 read 0",
                "2-3 write 1",
                "4-5 read 1",
                "6-7 cas 1 2",
                "8-9 differs 1",
                "10-11 read 2");
    }

    @Test
    @DisplayName("calls that overlap may have happened in either order, but in one for all to see")
    void concurrent() {
        assertLinearizable("0-9 write 1", "0-9 write 2", "10-11 read 1");
        assertLinearizable("0-9 write 1", "0-9 write 2", "10-11 read 2");
        assertLinearizable("0-9 write 1", "1-2 read 0", "3-4 read 1");
        assertIllegal(
                List.of(3L, 4L), "0-9 write 1", "0-9 write 2", "10-11 read 1", "12-13 read 2");
        assertIllegal(List.of(2L, 3L), "0-9 write 1", "1-2 read 1", "3-4 read 0");
    }

    @Test
    @DisplayName("what ends when another begins overlaps it: one clock may give both the same time")
    void sameTime() {
        assertLinearizable("0-5 write 1", "5-6 read 0");
        assertIllegal(List.of(1L, 2L), "0-4 write 1", "5-6 read 0");
    }

    @Test
    @DisplayName("a read of what was overwritten before is stale")
    void stale() {
        assertIllegal(List.of(2L, 3L), "0-1 write 1", "2-3 write 2", "4-5 read 1");
        assertIllegal(List.of(1L, 2L), "0-1 write 1", "2-3 read 0", "4-5 read 1", "6-7 write 2");
    }

    @Test
    @DisplayName("of two clients that change what both have read, one loses: its update is lost")
    void lostUpdate() {
        assertLinearizable("0-9 cas 0 1", "0-9 differs 0", "10-11 read 1");
        assertIllegal(List.of(1L, 2L), "0-9 cas 0 1", "0-9 cas 0 2");
        assertIllegal(List.of(2L, 3L), "0-1 write 1", "2-3 cas 1 2", "4-5 read 1");
    }

    @Test
    @DisplayName("compare-and-sets under way at once may build on each other")
    void chained() {
        assertLinearizable("0-9 cas 1 2", "0-9 cas 0 1", "10-11 read 2");
        assertLinearizable("0-9 cas 2 0", "0-9 cas 1 2", "0-9 cas 0 1", "10-11 read 0");
        assertIllegal(List.of(1L), "0-9 cas 1 2", "10-11 write 1");
    }

    @Test
    @DisplayName("a compare-and-set is refused only where it finds something else")
    void refused() {
        assertLinearizable("0-1 differs 1", "2-3 write 1", "4-5 differs 2");
        assertIllegal(List.of(1L, 2L), "0-1 write 1", "2-3 differs 1");
    }

    @Test
    @DisplayName("a write without an answer may show at any later time, or never")
    void uncertain() {
        assertLinearizable("0-1 write 1", "2- write 2", "3-4 read 1", "5-6 read 2");
        assertLinearizable("0-1 write 1", "2- write 2", "3-4 read 1", "5-6 read 1");
        assertLinearizable("0- write 1", "1-2 write 2", "3-4 read 2", "5-6 read 1");
        assertLinearizable("0- cas 1 2", "1-2 read 0", "3-4 write 1", "5-6 read 2");
    }

    @Test
    @DisplayName("but not before it was sent, nor twice, and what was seen of it stays")
    void uncertainWithinReason() {
        assertIllegal(List.of(1L), "0-1 read 7", "2- write 7");
        assertIllegal(
                List.of(1L, 2L, 3L, 4L), "0- cas 0 1", "1-2 read 1", "3-4 write 0", "5-6 read 1");
        assertIllegal(List.of(3L, 4L), "0-1 write 1", "2- write 2", "5-6 read 2", "7-8 read 1");
    }

    @Test
    @DisplayName("a read without an answer tells nothing")
    void uncertainRead() {
        assertLinearizable("0- read 7", "1-2 write 1", "3- differs 1", "4-5 read 1");
    }

    @Test
    @DisplayName("writes that nobody noticed may have happened whenever they were under way")
    void unnoticed() {
        assertLinearizable(
                "0-20 write 1", "0-20 write 2", "0-20 write 3", "1-2 read 3", "21-22 read 3");
        assertIllegal(
                List.of(3L, 4L, 5L, 6L),
                "0-20 write 1",
                "0-20 write 2",
                "0-20 write 3",
                "1-2 read 3",
                "3-4 read 1",
                "21-22 read 3");
    }

    @Test
    @DisplayName("registers are judged one by one, the first that went wrong is told")
    void objects() {
        assertLinearizable("0-1 write 1 on x", "2-3 read 0 on y");
        assertIllegal(
                List.of(3L, 4L),
                "20-21 write 1 on x",
                "22-23 read 0 on x",
                "0-1 write 1 on y",
                "2-3 read 0 on y");
    }

    @Test
    @DisplayName("what came after the violation is no part of it, and what was under way is open")
    void seen() {
        var calls =
                RegisterCalls.of(
                        "0-20 cas 0 1",
                        "1-2 read 1",
                        "3-4 write 0",
                        "5-6 read 1",
                        "7-8 read 1",
                        "9-10 write 2");
        assertThat(witness(calls))
                .isEqualTo(
                        RegisterCalls.of("0- cas 0 1", "1-2 read 1", "3-4 write 0", "5-6 read 1"));
    }

    @Test
    @DisplayName("where it would take too much nothing is said, but of others")
    void bounded() {
        var calls =
                RegisterCalls.of(
                        "0-1 write 1 on x",
                        "2-3 write 2 on x",
                        "4-5 write 3 on x",
                        "6-7 write 4 on x",
                        "0-1 write 1 on y");
        assertThat(unknown(new Linearizability<>(REGISTER, 3).check(calls))).containsExactly("x");
        assertThat(unknown(new Linearizability<>(REGISTER, 4).check(calls))).isEmpty();
    }

    private static List<String> unknown(Finding<Act> finding) {
        return finding instanceof Finding.Unknown<Act> unknown ? unknown.objects() : List.of();
    }

    @Test
    @DisplayName("no call ends before it begins")
    void backwards() {
        assertThatThrownBy(() -> RegisterCalls.of("2-1 read 0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ends at 1, before it begins at 2");
    }
}
