package slipway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Connection;
import slipway.core.Event;
import slipway.core.Histories;
import slipway.core.History;
import slipway.core.InvalidSpec;
import slipway.core.Operation;
import slipway.core.Outcome;
import slipway.core.Verdict;

class AnsweredWithinTest {
    private static final AnsweredWithin CLAIM = new AnsweredWithin(Duration.ofSeconds(6), 0.2);

    /// While a fault is there, whose deed takes 10 ms.
    private static Verdict check(String... lines) {
        var meanwhile = Stream.of("plan kill", "wait 10", "begin kill");
        return CLAIM.check(
                Histories.of(
                        Stream.concat(
                                        Stream.concat(meanwhile, Stream.of(lines)),
                                        Stream.of("end kill"))
                                .toArray(String[]::new)));
    }

    @Test
    @DisplayName("a no in time is an answer, and reads and writes are told apart")
    void inTime() {
        assertThat(
                        check(
                                "write 1 ok took 20",
                                "write 2 refused took 6000",
                                "read timeout took 5000",
                                "read ok took 10"))
                .isInstanceOfSatisfying(
                        Verdict.Holds.class,
                        holds -> {
                            assertThat(holds.figures())
                                    .containsEntry("reads", 2)
                                    .containsEntry("writes", 2)
                                    .containsEntry("late", 0);
                            assertThat(millis(holds, "readsWaitedMaxMillis"))
                                    .isBetween(4_990.0, 5_010.0);
                            assertThat(millis(holds, "writesWaitedMaxMillis"))
                                    .isBetween(5_990.0, 6_010.0);
                        });
    }

    private static double millis(Verdict verdict, String figure) {
        return verdict.figures().getOrDefault(figure, 0).doubleValue();
    }

    @Test
    @DisplayName("one that waits for longer violates it, and the longest is the first witness")
    void tooLong() {
        assertThat(
                        check(
                                "write 1 ok took 20",
                                "write 2 ok took 6001",
                                "read timeout took 10000",
                                "read ok"))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class,
                        violated -> {
                            assertThat(violated.why()).contains("2 of 4", "10000 ms");
                            assertThat(violated.witnesses().getFirst())
                                    .isInstanceOfSatisfying(
                                            Event.Invoked.class,
                                            first -> assertThat(first.id()).isEqualTo(3));
                        });
    }

    @Test
    @DisplayName("one of five may wait for longer, but not two")
    void share() {
        var four = new String[] {"read ok", "write 1 ok", "read ok", "write 2 ok"};
        assertThat(
                        check(
                                Stream.concat(Stream.of(four), Stream.of("read ok took 7000"))
                                        .toArray(String[]::new)))
                .isInstanceOfSatisfying(
                        Verdict.Holds.class,
                        holds -> assertThat(holds.figures()).containsEntry("late", 1));
        assertThat(
                        check(
                                "read ok",
                                "write 1 ok",
                                "read ok",
                                "read ok took 7000",
                                "read ok took 7000"))
                .isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("only who was under way while a fault was there is asked, and without one nobody")
    void meanwhile() {
        var slow = "read ok took 7000";
        assertThat(CLAIM.check(Histories.of("read ok", slow)))
                .isInstanceOfSatisfying(
                        Verdict.Undecided.class,
                        undecided -> assertThat(undecided.why()).isEqualTo("there was no fault"));
        assertThat(
                        CLAIM.check(
                                Histories.of(
                                        "read ok",
                                        "plan kill",
                                        "begin kill",
                                        "read ok",
                                        "end kill",
                                        "wait 5",
                                        slow)))
                .isInstanceOf(Verdict.Holds.class);
        // It was sent before the fault, and ended in it.
        assertThat(CLAIM.check(Histories.of(slow, "plan kill", "begin kill", "end kill")))
                .isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("it counts from the sending: what the client or its line takes is no waiting")
    void fromSending() {
        assertThat(check("read ok late 40 took 6030", "write 1 ok took 7900 on SLOW"))
                .isInstanceOf(Verdict.Holds.class);
    }

    @Test
    @DisplayName("who never had a connection does not wait for an answer")
    void noConnection() {
        var never =
                new History(
                        List.of(
                                new Event.Invoked(
                                        0,
                                        1,
                                        0,
                                        new Operation.ReadAccount("a-000"),
                                        Connection.FRESH),
                                new Event.Planned(1, "kill", 1, 1L),
                                new Event.StepBegan(2, "kill"),
                                new Event.Ended(
                                        Duration.ofSeconds(9).toNanos(),
                                        1,
                                        new Outcome.Refused(0, "no route"),
                                        null,
                                        null)));
        assertThat(CLAIM.check(never)).isInstanceOf(Verdict.Undecided.class);
    }

    @Test
    @DisplayName("where the client stood still, or the run was cut off, nothing is said")
    void undecided() {
        assertThat(check("read ok late 600", "read ok took 7000"))
                .isInstanceOfSatisfying(
                        Verdict.Undecided.class,
                        undecided -> assertThat(undecided.why()).contains("not to be trusted"));
        assertThat(check("read ok", "write 1 open"))
                .isInstanceOfSatisfying(
                        Verdict.Undecided.class,
                        undecided -> assertThat(undecided.why()).contains("cut off with 1 of 2"));
        assertThat(check("read ok", "write 1 open", "read timeout took 7000"))
                .isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("no time at all, or a share of all, makes no sense")
    void nothing() {
        assertThatThrownBy(() -> new AnsweredWithin(Duration.ZERO, 0.1))
                .isInstanceOf(InvalidSpec.class);
        assertThatThrownBy(() -> new AnsweredWithin(Duration.ofSeconds(1), 1))
                .isInstanceOf(InvalidSpec.class);
    }
}
