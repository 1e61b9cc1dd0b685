package slipway.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HistoryTest {
    @Test
    @DisplayName("an operation that never ended is uncertain, and infinitely slow")
    void open() {
        var exchange = Histories.of("write 1 open").exchanges().getFirst();
        assertThat(exchange.outcome()).isInstanceOf(Outcome.Uncertain.class);
        assertThat(exchange.outcome().mayHaveTakenEffect()).isTrue();
        assertThat(exchange.latency()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    @DisplayName("latency counts from the planned sending: a late client makes it longer")
    void latencyFromPlan() {
        var exchange = Histories.of("read ok late 80 took 100").exchanges().getFirst();
        assertThat(exchange.lateness()).isEqualTo(80_000_000);
        assertThat(exchange.latency()).isEqualTo(100_000_000);
    }

    @Test
    @DisplayName("what a slow line takes is no latency of the service's")
    void slowLine() {
        var slow = Histories.of("write 1 ok took 2005 on SLOW", "write 2 refused took 9 on SLOW");
        assertThat(slow.exchanges())
                .extracting(History.Exchange::latency)
                .containsExactly(5_000_000L, 0L);
    }

    @Test
    @DisplayName("a step that was cut off has no end")
    void openStep() {
        var span = Histories.of("begin roll", "wait 10").span("roll").orElseThrow();
        assertThat(span.end()).isEqualTo(Long.MAX_VALUE);
        assertThat(span.contains(1_000_000_000)).isTrue();
    }

    @Test
    @DisplayName("a fault has a plan, a deed, a sight and an end of its own; other steps are none")
    void strikes() {
        var freeze = new Event.Planned(5, "freeze", 4, 8L);
        var kill = new Event.Planned(19, "kill", 18, 18L);
        var drain = new Event.Planned(30, "drain", 30, null);
        var history =
                new History(
                        List.of(
                                new Event.StepBegan(1, "roll"),
                                new Event.StepEnded(2, "roll", null),
                                freeze,
                                new Event.StepBegan(6, "freeze"),
                                new Event.Undone(9, "freeze"),
                                new Event.StepEnded(11, "freeze", null),
                                kill,
                                new Event.StepBegan(20, "kill"),
                                new Event.StepEnded(24, "kill", null),
                                drain,
                                new Event.StepBegan(31, "drain")));
        assertThat(history.strikes())
                .containsExactly(
                        new History.Strike(freeze, new History.Span("freeze", 6, 11, null), 9L),
                        new History.Strike(kill, new History.Span("kill", 20, 24, null), null),
                        new History.Strike(
                                drain, new History.Span("drain", 31, Long.MAX_VALUE, null), null));
        assertThat(history.strikes())
                .extracting(History.Strike::ready)
                .containsExactly(OptionalLong.of(2), OptionalLong.of(5), OptionalLong.empty());
    }

    @Test
    @DisplayName("a fault that was left out is none, and the next of its name has its own plan")
    void leftOut() {
        var plan = new Event.Planned(7, "kill", 6, 6L);
        var history =
                new History(
                        List.of(
                                new Event.Planned(1, "kill", 1, 1L),
                                plan,
                                new Event.StepBegan(8, "kill")));
        assertThat(history.strikes()).extracting(History.Strike::plan).containsExactly(plan);
    }

    @Test
    @DisplayName("of two steps of one name, each ends for itself, the inner one first")
    void nested() {
        var spans =
                Histories.of("begin a", "wait 1", "begin a", "wait 1", "end a", "wait 1", "end a")
                        .spans();
        assertThat(spans).extracting(History.Span::end).containsExactly(3_000_000L, 2_000_000L);
    }

    @Test
    @DisplayName("a part of a history keeps the steps within which it began, whole, and no others")
    void between() {
        var part =
                Histories.of(
                                "begin over",
                                "end over",
                                "begin run",
                                "wait 5",
                                "begin a",
                                "wait 5",
                                "end a",
                                "begin b",
                                "wait 5",
                                "end b",
                                "end run")
                        .between(5_000_000, 10_000_000);
        assertThat(part.spans()).extracting(History.Span::step).containsExactly("run", "a");
        assertThat(part.span("run").orElseThrow())
                .isEqualTo(new History.Span("run", 0, 15_000_000, null));
    }

    @Test
    @DisplayName("the worst verdict wins, and no verdict is no proof")
    void worst() {
        var holds = new Verdict.Holds("c", Map.of());
        var undecided = new Verdict.Undecided("c", "why", Map.of());
        var violated = new Verdict.Violated("c", "why", List.of(), Map.of());
        assertThat(Verdict.worst(List.of(holds, violated, undecided))).isEqualTo(violated);
        assertThat(Verdict.worst(List.of(holds, undecided))).isEqualTo(undecided);
        assertThatThrownBy(() -> Verdict.worst(List.of()))
                .isInstanceOf(java.util.NoSuchElementException.class);
    }

    @Test
    @DisplayName("an image is known by the last name and the tag of its reference")
    void image() {
        var image = new Image("api", "v1-0a1b2c3d");
        assertThat(Image.parse(image.reference())).isEqualTo(image);
        assertThat(Image.parse("example.test:5000/team/api:v2@sha256:00"))
                .isEqualTo(new Image("api", "v2"));
        assertThatThrownBy(() -> Image.parse("api"))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("TAG");
    }
}
