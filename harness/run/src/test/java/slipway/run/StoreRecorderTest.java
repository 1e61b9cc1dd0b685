package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import slipway.core.Books;
import slipway.core.Connection;
import slipway.core.Event;
import slipway.core.Group;
import slipway.core.InvalidSpec;
import slipway.core.NodeView;
import slipway.core.Operation;
import slipway.core.Outcome;
import slipway.core.Replicas;
import slipway.core.Transfer;
import slipway.core.Workload;

class StoreRecorderTest {
    private static final Transfer TRANSFER = new Transfer("k-1 \"ü\n", "a-001", "a-002", 5);

    /// One of each, and each with and without what may be missing.
    private static final List<Event> ALL =
            List.of(
                    new Event.Invoked(2, 1, 1, new Operation.Write(TRANSFER), Connection.FRESH),
                    new Event.Invoked(2, 4, 1, new Operation.Write(TRANSFER, 7L), Connection.FRESH),
                    new Event.Invoked(3, 2, 3, new Operation.ReadAccount("a-001"), Connection.KEPT),
                    new Event.Invoked(
                            4,
                            3,
                            4,
                            new Operation.ReadAccount("a-001"),
                            Connection.KEPT,
                            Group.cookie("tea", "green")),
                    new Event.Invoked(4, 5, 4, new Operation.ReadTotal(), Connection.KEPT),
                    new Event.Ended(4, 1, new Outcome.Acknowledged(201), "v1-0a", "api-x"),
                    new Event.Ended(5, 2, new Outcome.Acknowledged(200, 7L), "v1-0a", "api-x"),
                    new Event.Ended(5, 2, new Outcome.Refused(503, "no"), null, null),
                    new Event.Ended(5, 4, new Outcome.Unmet(412), "v1-0a", "api-x"),
                    new Event.Ended(6, 3, new Outcome.Uncertain("timeout"), "v1", null),
                    new Event.Planned(7, "roll api", 6, 9L),
                    new Event.Planned(7, "roll api", 6, null),
                    new Event.Undone(8, "roll api"),
                    new Event.StepBegan(7, "roll api"),
                    new Event.StepEnded(8, "roll api", null),
                    new Event.StepEnded(9, "roll api", "cut off"),
                    new Event.Observed(
                            10,
                            Workload.statefulSet("ledger"),
                            new Replicas(
                                    4, 3, 4, 4, Map.of("v1", 1, "v2", 3), Map.of("v2", 4), true)),
                    new Event.Read(
                            Long.MAX_VALUE, new Books(List.of(TRANSFER), Map.of("a-001", -1L), 3)),
                    new Event.OpeningRead(1, new Books(List.of(), Map.of("a-001", 0L))),
                    new Event.Viewed(11, List.of(new NodeView("worker", "http-api", 30, 2))),
                    new Event.Counted(11, List.of(new NodeView("worker", "http-api", 90, 3))),
                    new Event.Compared(11, List.of("changed: Service api"), List.of("API x: away")),
                    new Event.Swept(11, List.of("Service api-canary"), List.of("API x: away")),
                    new Event.Noted(12, "spared"));

    @TempDir Path folder;

    @Test
    @DisplayName("every type of event is read back as it was recorded, in the same order")
    void roundTrip() throws IOException {
        assertThat(ALL.stream().map(Event::getClass).distinct())
                .as("a new type of event has to be in this test")
                .hasSize(Event.class.getPermittedSubclasses().length);
        var file = folder.resolve("history.jsonl");
        try (var recorder = new StoreRecorder(file)) {
            ALL.forEach(recorder::record);
        }
        var stored = StoreHistory.read(file);
        assertThat(stored.history().events()).isEqualTo(ALL);
        assertThat(stored.torn()).isNull();
        assertThat(Files.readAllLines(file))
                .hasSize(ALL.size())
                .first()
                .isEqualTo(
                        "{\"type\":\"invoked\",\"at\":2,\"id\":1,\"planned\":1,\"op\":{\"write\":{\"key\":\"k-1 \\\"ü\\n\",\"from\":\"a-001\",\"to\":\"a-002\",\"amount\":5}},\"connection\":\"fresh\"}");
    }

    @Test
    @DisplayName("a plan of before, which knew only an end, begins where its fault was seen")
    void olderPlan() throws IOException {
        var file = write("{\"type\":\"planned\",\"at\":7,\"step\":\"kill\",\"until\":9}\n");
        assertThat(StoreHistory.read(file).history().events())
                .containsExactly(new Event.Planned(7, "kill", 7, 9L));
    }

    @Test
    @DisplayName("an event is in the file within 100 ms, without a close")
    void flushes() throws Exception {
        var file = folder.resolve("history.jsonl");
        try (var recorder = new StoreRecorder(file)) {
            recorder.record(ALL.getFirst());
            // Ten times the promise: the machine may be busy.
            for (int i = 0; i < 100 && Files.size(file) == 0; i++) {
                Thread.sleep(Duration.ofMillis(10));
            }
            assertThat(StoreHistory.read(file).history().events()).hasSize(1);
        }
    }

    @Test
    @DisplayName("a torn last line is tolerated and told")
    void torn() throws IOException {
        var file = write("{\"type\":\"noted\",\"at\":1,\"text\":\"a\"}\n{\"type\":\"no");
        var stored = StoreHistory.read(file);
        assertThat(stored.history().events()).hasSize(1);
        assertThat(stored.torn()).contains("line 2").contains("torn");
    }

    @Test
    @DisplayName("a bad line elsewhere is an error that names file, line, expectation and mend")
    void badLine() throws IOException {
        var good = "{\"type\":\"noted\",\"at\":1,\"text\":\"a\"}\n";
        for (var bad :
                List.of(
                        "{\"type\":\"no\n",
                        "\n",
                        "[]\n",
                        "{\"type\":\"dance\",\"at\":1}\n",
                        "{\"type\":\"noted\",\"at\":\"1\",\"text\":\"a\"}\n",
                        "{\"type\":\"noted\",\"at\":1}\n",
                        "{\"type\":\"noted\",\"at\":1,\"text\":\"a\"} {}\n",
                        "{\"type\":\"invoked\",\"at\":1,\"id\":1,\"planned\":1,\"op\":{\"steal\":{}},\"connection\":\"kept\"}\n",
                        "{\"type\":\"ended\",\"at\":1,\"id\":1,\"outcome\":{\"acknowledged\":{\"status\":\"200\"}}}\n")) {
            var file = write(good + bad + good);
            assertThatThrownBy(() -> StoreHistory.read(file))
                    .as(bad)
                    .isInstanceOf(InvalidSpec.class)
                    .hasMessageContaining("history.jsonl line 2: expected")
                    .hasMessageContaining("found")
                    .hasMessageContaining("run the scenario again");
        }
    }

    @Test
    @DisplayName("a missing history is an error that says so")
    void missing() {
        assertThatThrownBy(() -> StoreHistory.read(folder.resolve("history.jsonl")))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("no such file");
    }

    @Test
    @DisplayName("a second run never writes into the history of a first")
    void neverMixed() throws IOException {
        var file = write("");
        assertThatThrownBy(() -> new StoreRecorder(file))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    @EnabledOnOs(OS.LINUX) // /dev/full is a disk that is always full
    @DisplayName(
            "a full disk surfaces at a later record and at the close, and nobody waits for ever")
    void fullDisk() throws Exception {
        var recorder = new StoreRecorder(Path.of("/dev/full"), Set.of(StandardOpenOption.WRITE));
        assertThatThrownBy(
                        () -> {
                            // More than the queue holds: the last ones would wait for the writer.
                            for (int i = 0; i < 200_000; i++) {
                                recorder.record(ALL.getFirst());
                            }
                        })
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot write /dev/full: No space left on device");
        assertThatThrownBy(recorder::close).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    @DisplayName("after the close, a record is refused and not lost in silence")
    void closed() throws IOException {
        var recorder = new StoreRecorder(folder.resolve("history.jsonl"));
        recorder.close();
        assertThatThrownBy(() -> recorder.record(ALL.getFirst()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("the run is over");
    }

    @Test
    @DisplayName("one who was interrupted still records, and stays interrupted")
    void interrupted() throws IOException {
        var file = folder.resolve("history.jsonl");
        try (var recorder = new StoreRecorder(file)) {
            Thread.currentThread().interrupt();
            recorder.record(ALL.getFirst());
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(StoreHistory.read(file).history().events()).hasSize(1);
    }

    @Test
    @DisplayName("of many threads, all events are there, those of each thread in its order")
    void manyThreads() throws Exception {
        var file = folder.resolve("history.jsonl");
        int threads = 100;
        int each = 1_000;
        long began = System.nanoTime();
        try (var recorder = new StoreRecorder(file);
                var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = new ArrayList<Future<?>>();
            for (int t = 0; t < threads; t++) {
                long id = t;
                tasks.add(
                        pool.submit(
                                () -> {
                                    for (int i = 0; i < each; i++) {
                                        recorder.record(
                                                new Event.Ended(
                                                        i,
                                                        id,
                                                        new Outcome.Acknowledged(200),
                                                        "v1-0a1b2c3d",
                                                        "api-7d9f-x2k"));
                                    }
                                }));
            }
            for (var task : tasks) {
                task.get();
            }
        }
        long written = System.nanoTime();
        var events = StoreHistory.read(file).history().events();
        long read = System.nanoTime();
        Map<Long, Long> next = new HashMap<>();
        int astray = 0;
        for (var event : events) {
            var ended = (Event.Ended) event;
            astray += ended.at() == next.merge(ended.id(), 1L, Long::sum) - 1 ? 0 : 1;
        }
        assertThat(astray).as("events out of their thread's order").isZero();
        assertThat(next).hasSize(threads).values().containsOnly((long) each);
        // Reports and never fails: what is fast depends on the machine.
        System.out.printf(
                "%,d events: written in %,d ms, %,d bytes; read in %,d ms%n",
                threads * each,
                (written - began) / 1_000_000,
                Files.size(file),
                (read - written) / 1_000_000);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("history.jsonl"), text);
    }
}
