package slipway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Books;
import slipway.core.Clock;
import slipway.core.Connection;
import slipway.core.Group;
import slipway.core.History.Exchange;
import slipway.core.InvalidSpec;
import slipway.core.Operation;
import slipway.core.Outcome;
import slipway.core.Reply;
import slipway.core.RunFailed;
import slipway.core.Service;
import slipway.core.Verdict;

class OpenLoadTest {
    private static final long MS = 1_000_000;

    private static final OpenLoad LOAD = OpenLoad.constant(200).lasting(Duration.ofSeconds(10));

    /// Answers well, as late as told; every account holds 1,000.
    private record Slow(Clock clock, Answering answering) implements Service {
        @FunctionalInterface
        interface Answering {
            void await(Clock clock) throws InterruptedException;
        }

        @Override
        public Reply call(Operation operation, Connection connection, @Nullable Group group)
                throws InterruptedException {
            answering.await(clock);
            return Reply.of(new Outcome.Acknowledged(200, 1_000L));
        }

        @Override
        public Reply look(String version) {
            throw new UnsupportedOperationException("a load does not look");
        }

        @Override
        public Books read(String run) throws IOException {
            throw new IOException("no books here");
        }
    }

    private static EmptyStage offer(OpenLoad load, Slow.Answering answering) throws Exception {
        var clock = VirtualClock.started();
        var stage = new EmptyStage(new Slow(clock, answering), clock, 42);
        assertThat(load.offer(stage.stage(), 1)).isEqualTo(stage.history().exchanges().size());
        return stage;
    }

    /// As much of a plan as [#LOAD] offers.
    private static List<OpenLoad.Planned> plan(OpenLoad load, long firstId, SplittableRandom dice) {
        return load.plan("r", firstId, dice).limit(2_000).toList();
    }

    @Test
    @DisplayName("the plan follows from the seed alone: times, operations, connections")
    void pure() {
        var plan = plan(LOAD, 1, new SplittableRandom(7));
        assertThat(plan(LOAD, 1, new SplittableRandom(7))).isEqualTo(plan);
        assertThat(plan(LOAD, 1, new SplittableRandom(8))).isNotEqualTo(plan);
    }

    @Test
    @DisplayName("requests are evenly spaced, whatever the seed")
    void spaced() {
        var plan = plan(LOAD, 1, new SplittableRandom(7));
        assertThat(plan.getFirst().after()).isZero();
        assertThat(plan.get(1).after()).isEqualTo(5 * MS);
        assertThat(plan.getLast().after()).isEqualTo(9_995 * MS);
    }

    @Test
    @DisplayName("keys are RUN-ID, ids count up from the first, accounts differ and are in range")
    void operations() {
        var plan = plan(LOAD.over(3).writing(1), 41, new SplittableRandom(7));
        assertThat(plan).extracting(OpenLoad.Planned::id).startsWith(41L, 42L).endsWith(2_040L);
        assertThat(plan)
                .allSatisfy(
                        planned -> {
                            var transfer = ((Operation.Write) planned.operation()).transfer();
                            assertThat(transfer.key()).isEqualTo("r-" + planned.id());
                            assertThat(transfer.from())
                                    .isIn("a-000", "a-001", "a-002")
                                    .isNotEqualTo(transfer.to());
                            assertThat(transfer.to()).isIn("a-000", "a-001", "a-002");
                            assertThat(transfer.amount()).isBetween(1L, 100L);
                        });
    }

    @Test
    @DisplayName("the mix has the shares that were asked for")
    void mix() {
        var plan = plan(LOAD.writing(0.25).connectingFresh(0.75), 1, new SplittableRandom(7));
        long writes = plan.stream().filter(p -> p.operation() instanceof Operation.Write).count();
        long fresh = plan.stream().filter(p -> p.connection() == Connection.FRESH).count();
        assertThat(writes / 2_000.0).isCloseTo(0.25, within(0.05));
        assertThat(fresh / 2_000.0).isCloseTo(0.75, within(0.05));
        assertThat(plan(LOAD.writing(0).connectingFresh(0), 1, new SplittableRandom(7)))
                .allMatch(p -> p.operation() instanceof Operation.ReadAccount)
                .allMatch(p -> p.connection() == Connection.KEPT);
    }

    @Test
    @DisplayName("some reads are of all accounts at once, and none unless asked for")
    void snapshots() {
        var load = LOAD.writing(0.5).snapshots(0.2);
        var reads =
                plan(load, 1, new SplittableRandom(7)).stream()
                        .map(OpenLoad.Planned::operation)
                        .filter(operation -> !(operation instanceof Operation.Write))
                        .toList();
        long snapshots = reads.stream().filter(Operation.ReadTotal.class::isInstance).count();
        assertThat((double) snapshots / reads.size()).isCloseTo(0.2, within(0.05));
        assertThat(load.description()).contains("20 % of the reads of all accounts at once");
        assertThat(plan(LOAD, 1, new SplittableRandom(7)))
                .noneMatch(p -> p.operation() instanceof Operation.ReadTotal);
        assertThat(LOAD.description()).doesNotContain("all accounts");
    }

    @Test
    @DisplayName("some transfers were asked for shortly before, with the same key")
    void again() {
        var plan = plan(LOAD.writing(1).askingAgain(0.4), 1, new SplittableRandom(7));
        var first = new HashMap<Operation, Integer>();
        int again = 0;
        for (int i = 0; i < plan.size(); i++) {
            var before = first.putIfAbsent(plan.get(i).operation(), i);
            if (before != null) {
                again++;
                // Of the last sixteen, between which others were asked for again.
                assertThat(i - before).isLessThan(60);
            }
        }
        assertThat(again / 2_000.0).isCloseTo(0.4, within(0.04));
        assertThat(plan(LOAD, 1, new SplittableRandom(7)))
                .extracting(OpenLoad.Planned::operation)
                .filteredOn(Operation.Write.class::isInstance)
                .doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("some transfers depend on what was last seen of their account, once it was")
    void comparing() throws Exception {
        var load = LOAD.over(4).comparing(0.5);
        var plan = plan(load, 1, new SplittableRandom(7));
        assertThat(plan.stream().filter(OpenLoad.Planned::compares).count() / 2_000.0)
                .isCloseTo(0.5, within(0.05));
        assertThatThrownBy(() -> load.askingAgain(0.1)).isInstanceOf(InvalidSpec.class);

        var stage = offer(load, clock -> clock.sleep(Duration.ofMillis(2)));
        var conditions = new ArrayList<Long>();
        for (var exchange : stage.history().exchanges()) {
            if (exchange.invoked().operation() instanceof Operation.Write(_, var held)
                    && held != null) {
                conditions.add(held);
            }
        }
        assertThat(conditions.size() / 1_000.0).isCloseTo(0.5, within(0.07));
        assertThat(conditions).containsOnly(1_000L);
    }

    @Test
    @DisplayName("what goes over slow lines are transfers, in the share that was asked for")
    void slowLines() {
        var plan = plan(LOAD.onSlowLines(0.1).writing(0), 1, new SplittableRandom(7));
        var slow = plan.stream().filter(p -> p.connection() == Connection.SLOW).toList();
        assertThat(slow.size() / 2_000.0).isCloseTo(0.1, within(0.03));
        assertThat(slow).allMatch(p -> p.operation() instanceof Operation.Write);
        assertThat(plan)
                .filteredOn(p -> p.connection() != Connection.SLOW)
                .allMatch(p -> p.operation() instanceof Operation.ReadAccount);
    }

    @Test
    @DisplayName("a load that makes no sense is refused when it is built")
    void senseless() {
        assertThatThrownBy(() -> OpenLoad.constant(0))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("not 0");
        assertThatThrownBy(() -> OpenLoad.constant(-1)).isInstanceOf(InvalidSpec.class);
        assertThatThrownBy(() -> OpenLoad.constant(1_000_000)).isInstanceOf(InvalidSpec.class);
        assertThatThrownBy(() -> LOAD.lasting(Duration.ZERO)).isInstanceOf(InvalidSpec.class);
        assertThatThrownBy(() -> LOAD.lasting(Duration.ofDays(20)))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("2000000");
        assertThatThrownBy(() -> LOAD.lasting(Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(InvalidSpec.class);
        assertThatThrownBy(() -> OpenLoad.constant(1).lasting(Duration.ofMillis(1)))
                .isInstanceOf(InvalidSpec.class);
        assertThatThrownBy(() -> LOAD.writing(1.1)).isInstanceOf(InvalidSpec.class);
        assertThatThrownBy(() -> LOAD.writing(Double.NaN)).isInstanceOf(InvalidSpec.class);
        assertThatThrownBy(() -> LOAD.connectingFresh(-0.1)).isInstanceOf(InvalidSpec.class);
        assertThatThrownBy(() -> LOAD.onSlowLines(2)).isInstanceOf(InvalidSpec.class);
        assertThatThrownBy(() -> LOAD.snapshots(1.1)).isInstanceOf(InvalidSpec.class);
        assertThatThrownBy(() -> LOAD.over(1)).isInstanceOf(InvalidSpec.class);
        assertThatThrownBy(() -> LOAD.within(0)).isInstanceOf(InvalidSpec.class);
    }

    @Test
    @DisplayName("no request waits for an earlier one, however slow the answers are")
    void open() throws Exception {
        var history = offer(LOAD, clock -> clock.sleep(Duration.ofSeconds(5))).history();
        assertThat(history.exchanges())
                .hasSize(2_000)
                .allMatch(e -> e.lateness() == 0)
                .allMatch(e -> e.latency() == 5_000 * MS);
    }

    @Test
    @DisplayName("a stall of 2 s in 10 s has the percentiles that arithmetic gives it")
    void stall() throws Exception {
        var history =
                offer(
                                LOAD,
                                clock -> {
                                    boolean stalled =
                                            4_000 * MS <= clock.now() && clock.now() < 6_000 * MS;
                                    clock.sleepUntil((stalled ? 6_000 * MS : clock.now()) + 1 * MS);
                                })
                        .history();
        // Of the requests, 20 % are due in the stall, and wait for its rest: 0 to 2 s, evenly.
        var latency = Percentiles.ofLatency(history.exchanges());
        assertThat(latency.p50()).isCloseTo(1, within(0.01));
        assertThat(latency.p90()).isCloseTo(1_000, within(10.0));
        assertThat(latency.p99()).isCloseTo(1_900, within(10.0));
        assertThat(latency.max()).isCloseTo(2_001, within(5.0));
        // From the answer to the request of 3,995 ms to that of the first that waited.
        assertThat(new NoFailedRequests().check(history).figures().get("longestGapMillis"))
                .isEqualTo(2_005.0);
    }

    @Test
    @DisplayName("what the window holds back is sent late, not dropped, and the client says so")
    void window() throws Exception {
        var load = OpenLoad.constant(100).lasting(Duration.ofSeconds(2)).within(10);
        var history = offer(load, clock -> clock.sleep(Duration.ofSeconds(1))).history();
        assertThat(history.exchanges()).hasSize(200);
        // Ten a second are let through: the 200th is sent in the 20th second, 18 s late or so.
        assertThat(history.exchanges().getLast().lateness()).isBetween(17_000 * MS, 19_000 * MS);
        assertThat(new ClientOnTime().check(history)).isInstanceOf(Verdict.Undecided.class);
    }

    @Test
    @DisplayName("a client that breaks ends the load, and nothing stays under way")
    void broken() {
        var calls = new AtomicInteger();
        var ended = new AtomicInteger();
        assertThatThrownBy(
                        () ->
                                offer(
                                        LOAD.within(1),
                                        _ -> {
                                            if (calls.incrementAndGet() == 3) {
                                                throw new IllegalStateException("no disk");
                                            }
                                            ended.incrementAndGet();
                                        }))
                .isInstanceOf(RunFailed.class)
                .hasMessageContaining("no disk");
        assertThat(calls).hasValue(3);
        assertThat(ended).hasValue(2);
    }

    @Test
    @DisplayName("a load goes on beyond its time, at its rate, for as long as more is wanted")
    void more() throws Exception {
        var clock = VirtualClock.started();
        var stage = new EmptyStage(new Slow(clock, _ -> {}), clock, 42);
        long end = 12_000 * MS;
        assertThat(LOAD.offer(stage.stage(), 1, () -> clock.now() < end)).isEqualTo(2_401);
        assertThat(stage.history().exchanges())
                .hasSize(2_401)
                .last()
                .extracting(e -> e.invoked().planned())
                .isEqualTo(end);
    }

    @Test
    @DisplayName("an interrupt cancels what is under way, and its operations stay open")
    void interrupted() throws Exception {
        var clock = new RealClock();
        var service = new Slow(clock, c -> c.sleep(Duration.ofMinutes(1)));
        var stage = new EmptyStage(service, clock, 42);
        var offering = clock.start("offer", () -> LOAD.offer(stage.stage(), 1));
        // Up to half a minute: a busy machine may be slow to start.
        for (int i = 0; i < 3_000 && stage.history().events().isEmpty(); i++) {
            clock.sleep(Duration.ofMillis(10));
        }
        offering.cancel();
        assertThatThrownBy(offering::join).hasCauseInstanceOf(Exception.class);
        assertThat(stage.history().exchanges())
                .isNotEmpty()
                .hasSizeLessThan(2_000)
                .extracting(Exchange::ended)
                .containsOnlyNulls();
    }

    @Test
    @DisplayName("a warm-up leaves no trace in the history, and the dice alone")
    void warmUp() throws Exception {
        var clock = VirtualClock.started();
        var service = new Slow(clock, _ -> {});
        var stage = new EmptyStage(service, clock, 42);
        WarmUp.offer(LOAD, stage.stage(), WarmUp.USUAL);
        assertThat(clock.now()).isEqualTo(4_995 * MS);
        assertThat(stage.history().events()).isEmpty();
        assertThat(stage.stage().dice().nextLong()).isEqualTo(new SplittableRandom(42).nextLong());
    }
}
