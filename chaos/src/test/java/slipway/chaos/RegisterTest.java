package slipway.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.chaos.Register.Act;

class RegisterTest {
    private static final Register REGISTER = new Register(0L);
    private static final List<Long> STATES = List.of(0L, 1L, 2L);

    private static List<Act> acts() {
        var acts = new ArrayList<Act>();
        for (long value : STATES) {
            acts.add(new Act.Read(value));
            acts.add(new Act.Write(value));
            acts.add(new Act.Differed(value));
            STATES.forEach(next -> acts.add(new Act.CompareAndSet(value, next)));
        }
        return acts;
    }

    @Test
    @DisplayName("it reads what was written, and compares before it sets")
    void sequential() {
        assertThat(REGISTER.after(0L, new Act.Write(1))).isEqualTo(1);
        assertThat(REGISTER.possible(1L, new Act.Read(1))).isTrue();
        assertThat(REGISTER.possible(1L, new Act.Read(0))).isFalse();
        assertThat(REGISTER.possible(1L, new Act.CompareAndSet(1, 2))).isTrue();
        assertThat(REGISTER.possible(1L, new Act.CompareAndSet(0, 2))).isFalse();
        assertThat(REGISTER.after(1L, new Act.CompareAndSet(1, 2))).isEqualTo(2);
        assertThat(REGISTER.possible(1L, new Act.Differed(1))).isFalse();
        assertThat(REGISTER.after(1L, new Act.Differed(0))).isEqualTo(1);
    }

    @Test
    @DisplayName("what it says of an act is true in every state")
    void everyState() {
        for (var act : acts()) {
            var leaves = REGISTER.leaves(act);
            assertThat(REGISTER.reads(act)).isEqualTo(leaves == null);
            for (var state : STATES) {
                boolean possible = REGISTER.possible(state, act);
                assertThat(possible || !REGISTER.overwrites(act)).isTrue();
                if (possible) {
                    assertThat(REGISTER.after(state, act))
                            .as("%s in %s", act, state)
                            .isEqualTo(leaves == null ? state : leaves);
                }
            }
        }
    }
}
