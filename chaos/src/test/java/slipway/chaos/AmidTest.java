package slipway.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Fault.AtPod.Kind;
import slipway.core.InvalidSpec;
import slipway.core.Workload;

class AmidTest {
    private static final Workload POSTGRES = Workload.statefulSet("postgres");
    private static final Injection CUT = new Injection(SomePods.even(1, POSTGRES, Kind.CUT_POWER));

    private static Amid amid(Kind kind) {
        return new Amid(SomePods.even(1, POSTGRES, kind), Duration.ofSeconds(1), CUT);
    }

    @Test
    @DisplayName("it says what is done amid what, and names the steps in which clients may fail")
    void words() {
        var amid = amid(Kind.OWN_DISK);
        assertThat(amid.description())
                .isEqualTo(
                        "disk of its own of a pod of postgres: amid it, power failure of a pod of postgres");
        assertThat(amid.steps())
                .containsExactly(
                        "give a disk of its own to a pod of postgres",
                        "end the disk of its own of a pod of postgres");
        assertThat(amid.touches()).containsExactly(POSTGRES);
    }

    @Test
    @DisplayName("what ends by itself has no middle")
    void bounds() {
        assertThatThrownBy(() -> amid(Kind.KILL))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("kill a pod of postgres ends by itself");
    }
}
