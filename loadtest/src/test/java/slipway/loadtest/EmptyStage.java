package slipway.loadtest;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import slipway.core.Clients;
import slipway.core.Clock;
import slipway.core.Cluster;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.Image;
import slipway.core.Service;
import slipway.core.Stage;

/// A stage without a cluster, and the history of what happens on it.
final class EmptyStage {
    private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();
    private final Stage stage;

    EmptyStage(Service service, Clock clock, long seed) {
        stage =
                new Stage(
                        "test",
                        nobody(),
                        service,
                        events::add,
                        Clients.NONE,
                        clock,
                        (workload, version) -> new Image(workload.name(), version.label()),
                        _ -> {},
                        new SplittableRandom(seed));
    }

    Stage stage() {
        return stage;
    }

    History history() {
        return new History(List.copyOf(events));
    }

    /// Reads the books before anything is asked of the service.
    void open() throws Exception {
        var books = stage.service().read(stage.run());
        events.add(new Event.OpeningRead(stage.clock().now(), books));
        events.add(new Event.OpeningRead(stage.clock().now(), books));
    }

    /// The history so far, and the books as they are now.
    History historyWithBooks() throws Exception {
        events.add(new Event.Read(stage.clock().now(), stage.service().read(stage.run())));
        return history();
    }

    private static Cluster nobody() {
        return (Cluster)
                Proxy.newProxyInstance(
                        Cluster.class.getClassLoader(),
                        new Class<?>[] {Cluster.class},
                        (_, method, _) -> {
                            throw new AssertionError("a load touched the cluster: " + method);
                        });
    }
}
