package slipway.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import slipway.core.Board;
import slipway.core.Clock;
import slipway.core.Cluster;
import slipway.core.Image;
import slipway.core.InvalidSpec;
import slipway.core.Pod;
import slipway.core.Replicas;
import slipway.core.Route;
import slipway.core.RunFailed;
import slipway.core.Strategy;
import slipway.core.UpdateSpec;
import slipway.core.Workload;

/// One Deployment with its pods, and the proxy before them that learns of a change late, as real
/// ones do.
///
/// Its controller knows what the real one knows of surge, unavailability, `minReadySeconds` and
/// recreation. It models what decides whether a rollout drops requests: pods take time to start;
/// they leave the endpoints at once, but the proxy hears of it later; in between a pod either
/// drains or is gone.
public final class SimCluster implements Cluster {
    /// A JVM's start, from pod created to ready.
    private static final Duration START = Duration.ofSeconds(4);

    /// From a change of the endpoints to the proxy's last worker knowing it.
    private static final Duration PROPAGATION = Duration.ofMillis(400);

    /// What the services keep serving after SIGTERM (`quarkus.shutdown.delay`).
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private static final long SECOND = 1_000_000_000;

    private final Clock clock;
    private final RandomGenerator dice;
    private final Workload workload;
    private final int desired;
    private final SimBoard board = new SimBoard();
    private final List<SimPod> pods = new ArrayList<>();
    private final List<Consumer<Replicas>> watchers = new ArrayList<>();
    private List<SimPod> routed = List.of();
    private Map<String, Integer> shares = Map.of();
    private UpdateSpec spec;
    private int born;

    public SimCluster(
            Clock clock, RandomGenerator dice, Workload workload, Image image, int desired) {
        this.clock = clock;
        this.dice = dice;
        this.workload = workload;
        // As the suite's own manifests have it.
        this.spec = new UpdateSpec(image, new Strategy.RollingUpdate("1", "0", 0), 0, 180, false);
        this.desired = desired;
        for (int i = 0; i < desired; i++) {
            create().life = SimPod.Life.READY;
        }
        routed = List.copyOf(pods);
    }

    /// The pods that the proxy believes to be ready, as far as a client is sent to them.
    ///
    /// @param version the one that the client names; empty where it leaves that to the shares
    List<SimPod> routed(String version) {
        var named = version.isEmpty() ? byShare() : version;
        return named.isEmpty()
                ? routed
                : routed.stream().filter(p -> p.image.version().equals(named)).toList();
    }

    /// The version that has its turn, by chance; empty while nobody shares out.
    private String byShare() {
        if (shares.isEmpty()) {
            return "";
        }
        int drawn = dice.nextInt(100);
        for (var share : new TreeMap<>(shares).entrySet()) {
            drawn -= share.getValue();
            if (drawn < 0) {
                return share.getKey();
            }
        }
        throw new IllegalStateException("shares that do not add up to 100: " + shares);
    }

    @Override
    public Info info() {
        return new Info("simulated", 2, "sim");
    }

    @Override
    public Replicas replicas(Workload asked) {
        known(asked);
        var versions = new TreeMap<String, Integer>();
        var existing = new TreeMap<String, Integer>();
        int ready = 0;
        for (var pod : pods) {
            if (pod.life == SimPod.Life.STARTING || pod.life == SimPod.Life.READY) {
                existing.merge(pod.image.version(), 1, Integer::sum);
            }
            if (pod.life == SimPod.Life.READY) {
                ready++;
                versions.merge(pod.image.version(), 1, Integer::sum);
            }
        }
        boolean settled =
                pods.size() == desired
                        && available() == desired
                        && pods.stream().allMatch(p -> p.image.equals(spec.image()));
        int promised = spec.strategy() instanceof Strategy.Recreate ? 0 : desired - unavailable();
        return new Replicas(desired, promised, ready, ready, versions, existing, settled);
    }

    @Override
    public List<Pod> pods(Workload asked) {
        known(asked);
        return pods.stream()
                .map(
                        p ->
                                new Pod(
                                        p.name,
                                        p.node,
                                        p.image.version(),
                                        p.life == SimPod.Life.READY,
                                        p.life == SimPod.Life.DRAINING,
                                        ""))
                .toList();
    }

    @Override
    public UpdateSpec updateSpec(Workload asked) {
        known(asked);
        return spec;
    }

    @Override
    public void update(Workload asked, UpdateSpec next) {
        known(asked);
        if (next.strategy() instanceof Strategy.RollingUpdate rolling && rolling.partition() > 0) {
            throw new InvalidSpec("the simulated cluster knows no partitions");
        }
        spec = next;
        clock.start("deployment controller", this::reconcile);
    }

    @Override
    public void route(Workload asked, Route route) {
        known(asked);
        for (var version : route.weights().keySet()) {
            if (pods.stream().noneMatch(p -> p.ready() && p.image.version().equals(version))) {
                throw new RunFailed("nobody can be sent to " + version + ": no pod of it is ready");
            }
        }
        share(route.weights());
    }

    @Override
    public void unroute(Workload asked) {
        known(asked);
        share(Map.of());
    }

    @Override
    public void forgetRoute(Workload asked) {
        known(asked);
    }

    @Override
    public Board board(Workload asked) {
        known(asked);
        return board;
    }

    private void share(Map<String, Integer> next) {
        clock.start(
                "proxy learns the shares",
                () -> {
                    clock.sleep(PROPAGATION);
                    shares = next;
                });
    }

    @Override
    public void await(Workload asked, String expectation, Predicate<Replicas> met, Duration within)
            throws InterruptedException {
        long deadline = clock.now() + within.toNanos();
        while (!met.test(replicas(asked))) {
            if (clock.now() >= deadline) {
                throw new RunFailed(
                        "%s not %s after %s: %s"
                                .formatted(asked.name(), expectation, within, replicas(asked)));
            }
            clock.sleep(Duration.ofMillis(50));
        }
    }

    @Override
    public Watch watch(Workload asked, Consumer<Replicas> seen) {
        seen.accept(replicas(asked));
        watchers.add(seen);
        return () -> watchers.remove(seen);
    }

    /// What the Deployment's controller does each time that something changes.
    private void reconcile() {
        var old = pods.stream().filter(p -> p.stays() && !p.image.equals(spec.image())).toList();
        if (spec.strategy() instanceof Strategy.Recreate) {
            old.forEach(this::leave);
            if (pods.stream().allMatch(p -> p.image.equals(spec.image()))) {
                start(desired - staying(true));
            }
            return;
        }
        start(
                Math.min(
                        desired - staying(true),
                        desired + surge() - staying(true) - staying(false)));
        int surplus = available() - (desired - unavailable());
        for (var pod : old) {
            // One that nobody counts on goes at once.
            if (!available(pod)) {
                leave(pod);
            } else if (surplus-- > 0) {
                leave(pod);
            }
        }
    }

    private void start(int count) {
        for (int i = 0; i < count; i++) {
            var pod = create();
            clock.start(
                    "kubelet starts " + pod.name,
                    () -> {
                        clock.sleep(START.plusMillis(dice.nextInt(2000)));
                        if (pod.life != SimPod.Life.STARTING || pod.has("crashloop")) {
                            return;
                        }
                        pod.life = SimPod.Life.READY;
                        pod.readySince = clock.now();
                        changed();
                        reconcile();
                    });
        }
        if (count > 0) {
            changed();
        }
    }

    private int staying(boolean ofThisImage) {
        return (int)
                pods.stream()
                        .filter(p -> p.stays() && p.image.equals(spec.image()) == ofThisImage)
                        .count();
    }

    private int available() {
        return (int) pods.stream().filter(this::available).count();
    }

    /// An old pod was available before it was old: what is held are the new ones.
    private boolean available(SimPod pod) {
        return pod.ready()
                && (!pod.image.equals(spec.image())
                        || clock.now() - pod.readySince >= spec.minReadySeconds() * SECOND);
    }

    private int surge() {
        return count(rolling().maxSurge(), "1");
    }

    private int unavailable() {
        return count(rolling().maxUnavailable(), "0");
    }

    private Strategy.RollingUpdate rolling() {
        return spec.strategy() instanceof Strategy.RollingUpdate rolling
                ? rolling
                : new Strategy.RollingUpdate("0", "0", 0);
    }

    /// @param unsaid what the suite's own strategy says
    private int count(String given, String unsaid) {
        var text = given.isEmpty() ? unsaid : given;
        return text.endsWith("%")
                ? Integer.parseInt(text.substring(0, text.length() - 1)) * desired / 100
                : Integer.parseInt(text);
    }

    private void leave(SimPod pod) {
        pod.life = pod.drains() ? SimPod.Life.DRAINING : SimPod.Life.GONE;
        changed();
        clock.start(
                "kubelet stops " + pod.name,
                () -> {
                    clock.sleep(pod.drains() ? DRAIN : Duration.ZERO);
                    pod.life = SimPod.Life.GONE;
                    pods.remove(pod);
                    changed();
                    reconcile();
                });
    }

    private SimPod create() {
        int number = born++;
        var pod = new SimPod(workload.name() + "-" + number, "node-" + number % 2, spec.image());
        pods.add(pod);
        return pod;
    }

    private void changed() {
        var endpoints = pods.stream().filter(p -> p.life == SimPod.Life.READY).toList();
        clock.start(
                "proxy learns",
                () -> {
                    clock.sleep(PROPAGATION);
                    routed = endpoints;
                });
        var now = replicas(workload);
        List.copyOf(watchers).forEach(w -> w.accept(now));
    }

    private void known(Workload asked) {
        if (!asked.equals(workload)) {
            throw new RunFailed("the simulated cluster runs " + workload + ", not " + asked);
        }
    }
}
