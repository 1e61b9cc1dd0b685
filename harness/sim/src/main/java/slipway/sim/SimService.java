package slipway.sim;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import slipway.core.Books;
import slipway.core.Clock;
import slipway.core.Connection;
import slipway.core.Group;
import slipway.core.Operation;
import slipway.core.Outcome;
import slipway.core.Reply;
import slipway.core.Service;

/// The suite's API on a [SimCluster]: a request reaches a pod that the proxy believes in, and is
/// answered if that pod still serves when it is done.
public final class SimService implements Service {
    /// How often a request looks whether its pod runs again.
    private static final Duration FROZEN = Duration.ofMillis(20);

    /// As long as clients wait for an answer.
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /// As long as api asks ledger in vain.
    private static final Duration AWAY = Duration.ofSeconds(5);

    /// From one half of a transfer to the other, where a ledger does it in two.
    private static final Duration HALF_WAY = Duration.ofMillis(200);

    private final SimCluster cluster;
    private final SimLedger ledger;
    private final Clock clock;
    private final RandomGenerator dice;

    public SimService(SimCluster cluster, SimLedger ledger, Clock clock, RandomGenerator dice) {
        this.cluster = cluster;
        this.ledger = ledger;
        this.clock = clock;
        this.dice = dice;
    }

    @Override
    public Reply call(Operation operation, Connection connection, @Nullable Group group)
            throws InterruptedException {
        if (!(operation instanceof Operation.Write)) {
            cluster.mirror()
                    .ifPresent(
                            version ->
                                    clock.start(
                                            "a copy",
                                            () -> call(operation, Connection.FRESH, version)));
        }
        return call(operation, connection, cluster.versionFor(group));
    }

    @Override
    public Reply look(String version) throws InterruptedException {
        return call(new Operation.ReadAccount("a-000"), Connection.FRESH, version);
    }

    private Reply call(Operation operation, Connection connection, String version)
            throws InterruptedException {
        var routed = cluster.routed(version);
        if (routed.isEmpty()) {
            return Reply.of(new Outcome.Uncertain("503 from the gateway: no endpoint"));
        }
        var pod = routed.get(dice.nextInt(routed.size()));
        if (!pod.serves()) {
            return Reply.of(new Outcome.Uncertain("503 from the gateway: connection refused"));
        }
        var reply = call(operation, connection, pod);
        pod.count(reply.outcome());
        return reply;
    }

    private Reply call(Operation operation, Connection connection, SimPod pod)
            throws InterruptedException {
        clock.sleep(connection.sending());
        if (!pod.serves()) {
            // Gone with the request half arrived: nothing was done, but its client cannot know.
            return Reply.of(new Outcome.Uncertain("connection reset"));
        }
        // Milliseconds of a small service on an idle machine; what matters is that time passes
        // between a request and its answer.
        clock.sleep(Duration.ofMillis(2 + dice.nextInt(8)));
        long late = clock.now() + TIMEOUT.toNanos();
        boolean waited = pod.frozen;
        while (pod.frozen && pod.serves()) {
            if (clock.now() >= late) {
                return Reply.of(new Outcome.Uncertain("no answer in time"));
            }
            clock.sleep(FROZEN);
        }
        if (cluster.cut) {
            clock.sleep(AWAY);
            return new Reply(
                    new Outcome.Uncertain("503 ledger is away"), pod.image.version(), pod.name);
        }
        if (pod.has("lying")) {
            return new Reply(new Outcome.Uncertain("503 planted"), pod.image.version(), pod.name);
        }
        if (pod.cold()) {
            clock.sleep(Duration.ofMillis(100));
        }
        if (pod.has("slow")) {
            clock.sleep(Duration.ofMillis(300));
        }
        if (pod.has("leak") && pod.served().answered() > 300) {
            return new Reply(
                    new Outcome.Uncertain("no memory left"), pod.image.version(), pod.name);
        }
        if (pod.has("hang") && pod.served().answered() > 100) {
            clock.sleep(TIMEOUT);
            return Reply.of(new Outcome.Uncertain("no answer in time"));
        }
        if (pod.has("errors") && dice.nextInt(10) == 0) {
            return new Reply(new Outcome.Uncertain("500 planted"), pod.image.version(), pod.name);
        }
        if (pod.has("wrong")
                && operation instanceof Operation.ReadAccount
                && dice.nextInt(5) == 0) {
            return new Reply(
                    new Outcome.Uncertain("200, but planted"), pod.image.version(), pod.name);
        }
        if (cluster.full && operation instanceof Operation.Write) {
            var outcome =
                    pod.has("swallows")
                            ? new Outcome.Acknowledged(201)
                            : new Outcome.Uncertain("503 ledger is away");
            return new Reply(outcome, pod.image.version(), pod.name);
        }
        if (operation instanceof Operation.Write(var transfer, _) && ledger.takes(transfer)) {
            clock.sleep(HALF_WAY);
            if (!pod.serves()) {
                return Reply.of(new Outcome.Uncertain("connection reset"));
            }
        }
        var outcome = perform(operation);
        if (pod.has("denies") && waited && operation instanceof Operation.Write) {
            outcome = new Outcome.Refused(409, "nothing was done");
        }
        if (!pod.serves()) {
            return Reply.of(new Outcome.Uncertain("connection reset"));
        }
        return new Reply(outcome, pod.image.version(), pod.name);
    }

    @Override
    public Books read(String run) {
        return ledger.read(run);
    }

    private Outcome perform(Operation operation) {
        return switch (operation) {
            case Operation.Write(var transfer, var held) -> ledger.book(transfer, held);
            case Operation.ReadAccount(var account) ->
                    ledger.knows(account)
                            ? new Outcome.Acknowledged(200, ledger.balance(account))
                            : new Outcome.Refused(404, "no account " + account);
            case Operation.ReadTotal _ -> new Outcome.Acknowledged(200, ledger.total());
        };
    }
}
