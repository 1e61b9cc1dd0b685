package slipway.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import slipway.core.Clock;
import slipway.core.Cluster;
import slipway.core.Image;
import slipway.core.Pod;
import slipway.core.Replicas;
import slipway.core.RunFailed;
import slipway.core.Workload;

/// One Deployment with its pods, and the proxy before them that learns of a change late, as real
/// ones do.
///
/// It models what decides whether a rollout drops requests: pods take time to start; they leave the
/// endpoints at once, but the proxy hears of it later; in between a pod either drains or is gone.
public final class SimCluster implements Cluster {
    /// A JVM's start, from pod created to ready.
    private static final Duration START = Duration.ofSeconds(4);

    /// From a change of the endpoints to the proxy's last worker knowing it.
    private static final Duration PROPAGATION = Duration.ofMillis(400);

    /// What the services keep serving after SIGTERM (`quarkus.shutdown.delay`).
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final Clock clock;
    private final RandomGenerator dice;
    private final Workload workload;
    private final int desired;
    private final List<SimPod> pods = new ArrayList<>();
    private final List<Consumer<Replicas>> watchers = new ArrayList<>();
    private List<SimPod> routed = List.of();
    private Image image;
    private int born;

    public SimCluster(
            Clock clock, RandomGenerator dice, Workload workload, Image image, int desired) {
        this.clock = clock;
        this.dice = dice;
        this.workload = workload;
        this.image = image;
        this.desired = desired;
        for (int i = 0; i < desired; i++) {
            create().life = SimPod.Life.READY;
        }
        routed = List.copyOf(pods);
    }

    /// The pods that the proxy believes to be ready.
    List<SimPod> routed() {
        return routed;
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
                        && ready == desired
                        && pods.stream().allMatch(p -> p.image.equals(image));
        return new Replicas(desired, desired, ready, ready, versions, existing, settled);
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
    public Image image(Workload asked) {
        known(asked);
        return image;
    }

    /// As a Deployment with `maxUnavailable: 0` and `maxSurge: 1` does it: one more, one less.
    @Override
    public void setImage(Workload asked, Image next) {
        known(asked);
        image = next;
        clock.start("deployment controller", this::reconcile);
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

    private void reconcile() throws InterruptedException {
        var old = pods.stream().filter(p -> !p.image.equals(image)).toList();
        for (var leaving : old) {
            var young = create();
            changed();
            clock.sleep(START.plusMillis(dice.nextInt(2000)));
            young.life = SimPod.Life.READY;
            changed();
            leave(leaving);
        }
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
                });
    }

    private SimPod create() {
        int number = born++;
        var pod = new SimPod(workload.name() + "-" + number, "node-" + number % 2, image);
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
