package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DoctorReportTest {
    private static final DoctorFinding FINE = DoctorFinding.ok("cores", "4", "2");
    private static final DoctorFinding SWAP =
            DoctorFinding.warn("swap", "in use", "none", "swapoff -a");
    private static final DoctorFinding PORT =
            DoctorFinding.fail("port 8080", "held", "free", "one\ntwo");

    @Test
    @DisplayName("the table is aligned, and every line of a mend stands below what it mends")
    void table() {
        assertThat(new DoctorReport(List.of(FINE, PORT)).table(false))
                .isEqualTo(
                        """
                        ok    cores      4
                        fail  port 8080  held
                                         expected: free
                                         mend:     one
                                         mend:     two
                        `slipway up` cannot work here until this is mended: port 8080.
                        """);
    }

    @Test
    @DisplayName("colours are there only where they are asked for")
    void colours() {
        var report = new DoctorReport(List.of(FINE, SWAP, PORT));
        assertThat(report.table(false)).doesNotContain("\u001b");
        assertThat(report.table(true))
                .contains("\u001b[32mok", "\u001b[33mwarn", "\u001b[1;31mfail");
    }

    @Test
    @DisplayName("complaints leave out what is fine; a warning alone prevents nothing")
    void complaints() {
        var report = new DoctorReport(List.of(FINE, SWAP));
        assertThat(report.preventsUp()).isFalse();
        assertThat(report.complaints(false))
                .contains("swapoff -a", "Nothing prevents")
                .doesNotContain("cores");
        assertThat(new DoctorReport(List.of(FINE)).complaints(false)).isEmpty();
        assertThat(new DoctorReport(List.of(PORT)).preventsUp()).isTrue();
    }

    @Test
    @DisplayName("for machines it is plain strings")
    void data() {
        assertThat(new DoctorReport(List.of(SWAP)).data())
                .containsExactly(
                        Map.of(
                                "name",
                                "swap",
                                "state",
                                "warn",
                                "seen",
                                "in use",
                                "expected",
                                "none",
                                "mend",
                                "swapoff -a"));
    }
}
