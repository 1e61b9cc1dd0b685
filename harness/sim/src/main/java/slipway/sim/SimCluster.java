package slipway.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slipway.core.Autoscaler;
import slipway.core.Baseline;
import slipway.core.Board;
import slipway.core.Clock;
import slipway.core.Cluster;
import slipway.core.Fault;
import slipway.core.Group;
import slipway.core.Image;
import slipway.core.Injector;
import slipway.core.Pod;
import slipway.core.Replicas;
import slipway.core.Route;
import slipway.core.RunFailed;
import slipway.core.Served;
import slipway.core.Strategy;
import slipway.core.UpdateSpec;
import slipway.core.Workload;

/// One Deployment with its pods, and the proxy before them that learns of a change late, as real
/// ones do.
///
/// Its controller knows what the real one knows of surge, unavailability, `minReadySeconds` and
/// recreation; of a StatefulSet's, that it waits for each pod, and leaves those below a partition.
/// It models what decides whether a rollout drops requests: pods take time to start; they leave the
/// endpoints at once, but the proxy hears of it later; in between a pod either drains or is gone.
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
    private int desired;
    private final SimBoard board = new SimBoard();
    private final List<SimPod> pods = new ArrayList<>();
    private final List<SimPod> baseline = new ArrayList<>();
    private final List<Consumer<Replicas>> watchers = new ArrayList<>();
    private final List<BiConsumer<String, Fault.AtPod.Kind>> kills = new ArrayList<>();
    private List<SimPod> routed = List.of();
    private Optional<Route> route = Optional.empty();
    private UpdateSpec spec;
    private int born;

    /// Whether nobody reaches whom the suite needs.
    boolean cut;

    /// Nothing can be written to its disk: it is full, or who writes waits in vain.
    boolean full;

    /// Whether nobody keeps a drain from taking all pods of a node at once.
    boolean unbounded;

    /// The nodes that something is the matter with.
    final Set<String> faulty = new HashSet<>();

    public SimCluster(
            Clock clock, RandomGenerator dice, Workload workload, Image image, int desired) {
        this.clock = clock;
        this.dice = dice;
        this.workload = workload;
        // As the suite's own manifests have it.
        int minReadySeconds = workload.kind() == Workload.Kind.DEPLOYMENT ? 6 : 0;
        this.spec =
                new UpdateSpec(
                        image,
                        new Strategy.RollingUpdate("1", "0", 0),
                        minReadySeconds,
                        180,
                        false);
        this.desired = desired;
        for (int i = 0; i < desired; i++) {
            create().life = SimPod.Life.READY;
        }
        routed = List.copyOf(pods);
    }

    /// The pods that the proxy believes to be ready, as far as a client is sent to them.
    ///
    /// @param version the one that the client is sent to; empty for any
    List<SimPod> routed(String version) {
        return version.isEmpty()
                ? routed
                : routed.stream().filter(p -> p.routed().equals(version)).toList();
    }

    /// The version that answers a client: its group's, else the one that has its turn, by chance;
    /// empty while nobody shares out.
    String versionFor(@Nullable Group group) {
        Optional<String> own =
                group == null
                        ? Optional.empty()
                        : route.flatMap(r -> Optional.ofNullable(r.groups().get(group)));
        return own.or(() -> route.map(this::byShare)).orElse("");
    }

    private String byShare(Route route) {
        int drawn = dice.nextInt(100);
        for (var share : route.inOrder().entrySet()) {
            drawn -= share.getValue();
            if (drawn < 0) {
                return share.getKey();
            }
        }
        throw new IllegalStateException("shares that do not add up to 100: " + route);
    }

    /// Whether clients are shared out among versions.
    public boolean shares() {
        return route.isPresent();
    }

    /// Whether there are pods to compare with.
    public boolean hasBaseline() {
        return baseline.stream().anyMatch(SimPod::stays);
    }

    /// The version that is sent copies of reads.
    Optional<String> mirror() {
        return route.flatMap(Route::mirror);
    }

    @Override
    public List<Served> served(Workload asked) {
        known(asked);
        return ready().stream().filter(pod -> !pod.frozen).map(SimPod::served).toList();
    }

    @Override
    public Info info() {
        return new Info("simulated", 2, "sim");
    }

    @Override
    public Replicas replicas(Workload asked) {
        var some = of(asked);
        var versions = new TreeMap<String, Integer>();
        var existing = new TreeMap<String, Integer>();
        int ready = 0;
        for (var pod : some) {
            if (pod.stays()) {
                existing.merge(pod.image.version(), 1, Integer::sum);
            }
            if (pod.life == SimPod.Life.READY) {
                ready++;
                versions.merge(pod.image.version(), 1, Integer::sum);
            }
        }
        if (!asked.equals(workload)) {
            int all = some.size();
            return new Replicas(all, all, ready, 0, versions, existing, ready == all);
        }
        boolean settled =
                pods.size() == desired
                        && available() == desired
                        && pods.stream().allMatch(this::ofTemplate);
        int promised = spec.strategy() instanceof Strategy.Recreate ? 0 : desired - unavailable();
        return new Replicas(desired, promised, ready, ready, versions, existing, settled);
    }

    @Override
    public List<Pod> pods(Workload asked) {
        return of(asked).stream()
                .map(
                        p ->
                                new Pod(
                                        p.name,
                                        p.name,
                                        p.node,
                                        p.image.version(),
                                        p.life == SimPod.Life.READY,
                                        p.life == SimPod.Life.DRAINING,
                                        p.restarts,
                                        "",
                                        ""))
                .toList();
    }

    @Override
    public void free(Workload asked) {
        known(asked);
        if (workload.kind() == Workload.Kind.STATEFUL_SET) {
            pods.stream()
                    .filter(p -> p.life == SimPod.Life.STARTING && !ofTemplate(p))
                    .toList()
                    .forEach(this::leave);
        }
    }

    @Override
    public Injector injector() {
        return new SimInjector(this);
    }

    /// A pod of this name that is not gone. No two bear the same one.
    Optional<SimPod> find(String name) {
        return Stream.concat(pods.stream(), baseline.stream())
                .filter(pod -> pod.name.equals(name))
                .findFirst();
    }

    List<SimPod> on(String node) {
        return pods.stream().filter(pod -> pod.stays() && pod.node.equals(node)).toList();
    }

    /// One pod after the other, as the suite's budgets have it, if it has any.
    void drain(String node) throws InterruptedException {
        for (var pod : on(node)) {
            leave(pod, pod.drains());
            while (available() < desired && !unbounded) {
                clock.sleep(Duration.ofMillis(50));
            }
        }
    }

    /// Whoever wants to know of it is told the version of each pod that is struck, and by what.
    public void onKill(BiConsumer<String, Fault.AtPod.Kind> killed) {
        kills.add(killed);
    }

    void struck(SimPod pod, Fault.AtPod.Kind why) {
        kills.forEach(killed -> killed.accept(pod.image.version(), why));
    }

    /// Its container ends, and the kubelet starts another.
    void restart(SimPod pod, Fault.AtPod.Kind why) {
        struck(pod, why);
        pod.life = SimPod.Life.STARTING;
        pod.restarts++;
        pod.frozen = false;
        changed();
        start(pod);
    }

    @Override
    public UpdateSpec updateSpec(Workload asked) {
        known(asked);
        return spec;
    }

    @Override
    public void update(Workload asked, UpdateSpec next) {
        rehearse(asked, next);
        spec = next;
        clock.start("deployment controller", this::look);
    }

    @Override
    public void rehearseRoute(Workload asked) {
        known(asked);
    }

    @Override
    public void rehearse(Workload asked, UpdateSpec next) {
        known(asked);
    }

    @Override
    public void baseline(Workload asked, Image image, int count) {
        known(asked);
        if (count == 0) {
            baseline.stream().filter(SimPod::stays).toList().forEach(this::leave);
            return;
        }
        var template = new UpdateSpec.Template(image, spec.template().environment());
        while (baseline.stream().filter(SimPod::stays).count() < count) {
            int number = born++;
            var name = Baseline.of(workload).name() + "-" + number;
            var pod = new SimPod(name, "node-" + number % 2, true, template);
            baseline.add(pod);
            start(pod);
        }
        changed();
    }

    @Override
    public void route(Workload asked, Route next) throws InterruptedException {
        known(asked);
        for (var version : next.weights().keySet()) {
            if (ready().stream().noneMatch(p -> p.routed().equals(version))) {
                throw new RunFailed("nobody can be sent to " + version + ": no pod of it is ready");
            }
        }
        learn(Optional.of(next));
    }

    @Override
    public void awaitRouted(Workload asked) throws InterruptedException {
        known(asked);
        clock.sleep(PROPAGATION.plusMillis(1));
    }

    @Override
    public void unroute(Workload asked) throws InterruptedException {
        known(asked);
        learn(Optional.empty());
        awaitRouted(asked);
    }

    @Override
    public void forgetRoute(Workload asked) {
        known(asked);
    }

    @Override
    public void scale(Workload asked, int replicas) {
        known(asked);
        desired = replicas;
        changed();
        clock.start("deployment controller", this::look);
    }

    /// It knows no more of an autoscaler than its lower bound.
    @Override
    public void autoscale(Workload asked, Autoscaler autoscaler) {
        scale(asked, Math.max(desired, autoscaler.least()));
    }

    @Override
    public void unautoscale(Workload asked) {
        known(asked);
    }

    @Override
    public Board board(Workload asked) {
        known(asked);
        return board;
    }

    /// The proxy hears of it even if nobody waits.
    private void learn(Optional<Route> next) {
        clock.start(
                "proxy learns the route",
                () -> {
                    clock.sleep(PROPAGATION);
                    route = next;
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

    /// Reconciles, and again when the youngest pod has been ready for long enough to be available.
    private void look() throws InterruptedException {
        reconcile();
        if (spec.minReadySeconds() > 0) {
            clock.sleep(Duration.ofSeconds(spec.minReadySeconds()));
            changed();
            reconcile();
        }
    }

    /// What the Deployment's controller does each time that something changes.
    private void reconcile() {
        if (spec.paused()) {
            return;
        }
        var old = pods.stream().filter(p -> p.stays() && !ofTemplate(p)).toList();
        if (spec.strategy() instanceof Strategy.Recreate) {
            old.forEach(this::leave);
            if (pods.stream().allMatch(this::ofTemplate)) {
                start(desired - staying(true));
            }
            return;
        }
        if (workload.kind() == Workload.Kind.STATEFUL_SET
                && pods.stream().anyMatch(p -> p.life == SimPod.Life.STARTING)) {
            return; // it waits for that pod, come what may (kubernetes #67250)
        }
        int kept = rolling().partition();
        start(
                Math.min(
                        desired - kept - staying(true),
                        desired + surge() - staying(true) - staying(false)));
        int surplus = available() - (desired - unavailable());
        for (var pod : old.subList(Math.min(kept, old.size()), old.size())) {
            // One that nobody counts on goes at once.
            if (!available(pod)) {
                leave(pod);
            } else if (surplus-- > 0) {
                leave(pod);
            }
        }
        // Scaled down: the newest go.
        pods.stream()
                .filter(p -> p.stays() && ofTemplate(p))
                .skip(desired)
                .toList()
                .forEach(this::leave);
    }

    private void start(int count) {
        for (int i = 0; i < count; i++) {
            start(create());
        }
        if (count > 0) {
            changed();
        }
    }

    private void start(SimPod pod) {
        clock.start(
                "kubelet starts " + pod.name,
                () -> {
                    clock.sleep(START.plusMillis(dice.nextInt(2000)));
                    if (pod.life != SimPod.Life.STARTING || !pod.runs()) {
                        return;
                    }
                    pod.life = SimPod.Life.READY;
                    pod.readySince = clock.now();
                    changed();
                    look();
                });
    }

    /// @param young whether those of the newest template are counted, or the others
    private int staying(boolean young) {
        return (int) pods.stream().filter(p -> p.stays() && ofTemplate(p) == young).count();
    }

    private boolean ofTemplate(SimPod pod) {
        return pod.template.equals(spec.template());
    }

    private int available() {
        return (int) pods.stream().filter(this::available).count();
    }

    /// An old pod was available before it was old: what is held are the new ones.
    private boolean available(SimPod pod) {
        return pod.ready()
                && (!ofTemplate(pod)
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
        leave(pod, pod.drains());
    }

    void leave(SimPod pod, boolean drains) {
        pod.life = drains ? SimPod.Life.DRAINING : SimPod.Life.GONE;
        changed();
        clock.start(
                "kubelet stops " + pod.name,
                () -> {
                    clock.sleep(drains ? DRAIN : Duration.ZERO);
                    pod.life = SimPod.Life.GONE;
                    pods.remove(pod);
                    baseline.remove(pod);
                    changed();
                    reconcile();
                });
    }

    private SimPod create() {
        int number = born++;
        var pod =
                new SimPod(
                        workload.name() + "-" + number,
                        "node-" + number % 2,
                        false,
                        spec.template());
        pods.add(pod);
        return pod;
    }

    private void changed() {
        var endpoints = ready();
        clock.start(
                "proxy learns",
                () -> {
                    clock.sleep(PROPAGATION);
                    routed = endpoints;
                });
        var now = replicas(workload);
        List.copyOf(watchers).forEach(w -> w.accept(now));
    }

    private List<SimPod> ready() {
        return Stream.concat(pods.stream(), baseline.stream()).filter(SimPod::ready).toList();
    }

    /// Of the workload itself, or of its baseline where it has one.
    private List<SimPod> of(Workload asked) {
        if (hasBaseline() && asked.equals(Baseline.of(workload))) {
            return baseline;
        }
        known(asked);
        return pods;
    }

    private void known(Workload asked) {
        if (!asked.equals(workload)) {
            throw new RunFailed("the simulated cluster runs " + workload + ", not " + asked);
        }
    }
}
