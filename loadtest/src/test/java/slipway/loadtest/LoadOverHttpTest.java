package slipway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpExchange;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.History;
import slipway.core.Operation;
import slipway.core.Verdict;

/// A real load over real connections to a server on the loopback, judged by the real checkers.
class LoadOverHttpTest {
    private static final OpenLoad LOAD = OpenLoad.constant(100).lasting(Duration.ofSeconds(1));

    /// No machine is so busy that a test on its loopback waits longer.
    private static final Patience PATIENT =
            new Patience(Duration.ofSeconds(30), Duration.ofSeconds(30), 3, Duration.ofSeconds(1));

    private static History run(OpenLoad load, LocalSuite.Faults faults) throws Exception {
        try (var suite = new LocalSuite();
                var service = new HttpService(suite.base(), LocalSuite.TOKEN, PATIENT)) {
            var stage = new EmptyStage(service, new RealClock(), 42);
            stage.open();
            suite.faults = faults;
            load.offer(stage.stage(), 1);
            suite.faults = _ -> LocalSuite.Fault.NONE;
            return stage.historyWithBooks();
        }
    }

    /// One fault, for the tenth transfer.
    private static LocalSuite.Faults once(LocalSuite.Fault fault) {
        var seen = new AtomicInteger();
        return exchange ->
                transfer(exchange) && seen.incrementAndGet() == 10 ? fault : LocalSuite.Fault.NONE;
    }

    private static boolean transfer(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("POST");
    }

    @Test
    @DisplayName("an honest service bears every claim out")
    void honest() throws Exception {
        var history = run(LOAD.snapshots(0.2), _ -> LocalSuite.Fault.NONE);
        assertThat(history.exchanges()).hasSize(100);
        assertThat(new NoFailedRequests(100).check(history)).isInstanceOf(Verdict.Holds.class);
        assertThat(new NoLostTransfers().check(history)).isInstanceOf(Verdict.Holds.class);
        assertThat(new MoneyConserved().check(history))
                .isInstanceOfSatisfying(
                        Verdict.Holds.class,
                        holds ->
                                assertThat(holds.figures().get("snapshots"))
                                        .isEqualTo(snapshots(history))
                                        .isNotEqualTo(0));
        assertThat(new Reconciled().check(history)).isInstanceOf(Verdict.Holds.class);
    }

    private static int snapshots(History history) {
        return Math.toIntExact(
                history.exchanges().stream()
                        .filter(e -> e.invoked().operation() instanceof Operation.ReadTotal)
                        .count());
    }

    @Test
    @DisplayName("one acknowledged transfer that the ledger never saw is found")
    void lost() throws Exception {
        var history = run(LOAD, once(LocalSuite.Fault.LOST));
        assertThat(new NoFailedRequests(100).check(history)).isInstanceOf(Verdict.Holds.class);
        assertThat(new NoLostTransfers().check(history).figures()).containsEntry("lost", 1);
        assertThat(new Reconciled().check(history)).isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("one transfer done twice is found")
    void doubled() throws Exception {
        var history = run(LOAD, once(LocalSuite.Fault.DOUBLED));
        assertThat(new NoLostTransfers().check(history).figures()).containsEntry("doubled", 1);
        assertThat(new Reconciled().check(history).figures()).containsEntry("unexplained", 1);
    }

    @Test
    @DisplayName("one 503 after the deed is a failed request, and no lost transfer")
    void failedAfterTheDeed() throws Exception {
        var history = run(LOAD, once(LocalSuite.Fault.UNAVAILABLE_AFTERWARDS));
        assertThat(new NoFailedRequests().check(history).figures()).containsEntry("failed", 1);
        assertThat(new NoLostTransfers().check(history).figures())
                .containsEntry("uncertainDone", 1L);
        assertThat(new Reconciled().check(history)).isInstanceOf(Verdict.Holds.class);
    }

    @Test
    @DisplayName("so is one connection closed after the deed, and nobody tries again")
    void forgotten() throws Exception {
        var history = run(LOAD, once(LocalSuite.Fault.FORGOTTEN));
        assertThat(new NoFailedRequests().check(history).figures()).containsEntry("failed", 1);
        assertThat(new NoLostTransfers().check(history)).isInstanceOf(Verdict.Holds.class);
        assertThat(new Reconciled().check(history)).isInstanceOf(Verdict.Holds.class);
    }

    @Test
    @DisplayName("a stall of 1 s in 5 s is measured as arithmetic has it, give or take the machine")
    void stall() throws Exception {
        long second = Duration.ofSeconds(1).toNanos();
        var first = new AtomicLong();
        var load = OpenLoad.constant(100).lasting(Duration.ofSeconds(5));
        var history =
                run(
                        load,
                        _ -> {
                            long now = System.nanoTime();
                            first.compareAndSet(0, now);
                            long into = now - first.get() - 2 * second;
                            if (0 <= into && into < second) {
                                Thread.sleep(Duration.ofNanos(second - into));
                            }
                            return LocalSuite.Fault.NONE;
                        });
        // 20 % of the requests wait 0 to 1 s: the 90th percentile half of it, the 99th 0.95 s.
        // A client that sends only once it was answered would see one slow request, and 1 ms here.
        var latency = Percentiles.ofLatency(history.exchanges());
        assertThat(latency.p90()).isGreaterThan(450);
        assertThat(latency.p99()).isGreaterThan(900);
        assertThat(latency.max()).isGreaterThan(950);
        assumeThat(latency.p50())
                .as("a machine that answers half of the requests at once: else all are slower")
                .isLessThan(20);
        assertThat(latency.p90()).isLessThan(700);
        assertThat(latency.p99()).isLessThan(1_200);
        assertThat(new NoFailedRequests().check(history).figures())
                .hasEntrySatisfying(
                        "longestGapMillis",
                        gap -> assertThat(gap.doubleValue()).isCloseTo(1_000, within(250.0)));
    }
}
