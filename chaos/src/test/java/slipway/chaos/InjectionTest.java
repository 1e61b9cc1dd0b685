package slipway.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Fault.AtPod.Kind;
import slipway.core.InvalidSpec;
import slipway.core.Workload;

class InjectionTest {
    private static final Workload API = Workload.deployment("api");
    private static final Duration TIME = Duration.ofSeconds(3);

    @Test
    @DisplayName("it says what it does, at how many pods, and for how long")
    void words() {
        assertThat(new Injection(SomePods.one(API, Kind.KILL)).description())
                .isEqualTo("kill of a pod of api");
        assertThat(new Injection(SomePods.even(4, API, Kind.KILL)).description())
                .isEqualTo("kill of 4 pods of api");
        assertThat(new Injection(SomePods.one(API, Kind.FREEZE), TIME).description())
                .isEqualTo("freeze of a pod of api for 3 s");
        assertThat(new Injection(SomePods.one(API, Kind.DELETE_AT_ONCE)).seen())
                .isEqualTo("deletion at once of a pod of api");
        assertThat(new Injection(new Partition(API, "gateway-to-api"), TIME).description())
                .isEqualTo("partition by gateway-to-api for 3 s");
    }

    @Test
    @DisplayName("it is at one pod or more, and takes time only where it lasts")
    void bounds() {
        assertThatThrownBy(() -> SomePods.even(0, API, Kind.KILL))
                .isInstanceOf(InvalidSpec.class)
                .hasMessage("a fault is at 1 or more pods, not at 0");
        assertThatThrownBy(() -> new Injection(SomePods.one(API, Kind.FREEZE)))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("how long to freeze a pod of api");
        assertThatThrownBy(() -> new Injection(SomePods.one(API, Kind.KILL), TIME))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("kill a pod of api ends by itself");
    }
}
