package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import slipway.core.Cluster;
import slipway.core.Disturbance;
import slipway.core.Event;
import slipway.core.Images;
import slipway.core.Pod;
import slipway.core.Replicas;
import slipway.core.RunFailed;
import slipway.core.Scenario;
import slipway.core.Service;
import slipway.core.Stage;
import slipway.core.Undo;
import slipway.core.Verdict;
import slipway.core.Version;
import slipway.core.Workload;
import slipway.loadtest.ClientOnTime;
import slipway.loadtest.MoneyConserved;
import slipway.loadtest.NoFailedRequests;
import slipway.loadtest.NoLostTransfers;
import slipway.loadtest.Reconciled;
import slipway.rollout.Rollout;

/// Argo Rollouts (`bench/peers/argo-rollouts`) beside our own blue-green and canary: in turn, on
/// one cluster and load, in one table. It proves nothing of Argo Rollouts but these figures; what
/// fails there is shown, and fails no test.
///
/// `-Dslipway.repeat=N` runs each N times.
///
/// The load is this JVM's, which does not go first by itself as `./slipway` does, and may be late
/// on busy cores: `./slipway up`, then `SLIPWAY_NICED=10 nice -n -10 ./mvnw verify -Ppeers …`.
@ExtendWith(RealCluster.class)
@EnabledIfSystemProperty(
        named = "slipway.peers",
        matches = "true",
        disabledReason = "it builds another project; ./mvnw verify -Ppeers runs it")
class ArgoRolloutsIT {
    private static final int REPEAT = Integer.getInteger("slipway.repeat", 1);
    private static final Workload API = Workload.deployment("api");
    private static final String IMAGE = "localhost/argo-rollouts:v1.10.0";

    /// Compiling it cold on two cores.
    private static final Duration BUILD = Duration.ofMinutes(30);

    /// Four pods beside four others, on two cores.
    private static final Duration PODS = Duration.ofMinutes(4);

    private static final Duration MOMENT = Duration.ofSeconds(1);

    private static final List<Contender> CONTENDERS =
            List.of(
                    new Contender("blue-green", "blue-green", "blue-green-abort"),
                    new Contender("blue-green by Argo Rollouts", "argo-blue-green", null),
                    new Contender("canary", "canary-good", "canary-abort"),
                    new Contender("canary by Argo Rollouts", "argo-canary", "argo-canary-abort"));

    @TempDir private Path folder = Path.of("");

    @Test
    @DisplayName("our strategies and Argo Rollouts' on one cluster and load")
    void compared(Berth berth) throws Exception {
        var runs = RunsOption.usual(Slipway.checkout());
        var performances = new ArrayList<Performance>();
        // Also what of it was installed where that failed in the middle.
        try (AutoCloseable _ = () -> uninstall(berth)) {
            install(berth);
            try (var house = berth.venue()) {
                for (int i = 0; i < REPEAT; i++) {
                    for (var contender : CONTENDERS) {
                        for (var name : contender.scenarios()) {
                            performances.add(perform(berth, house, name, 42 + i, runs));
                        }
                    }
                }
            }
        }
        var compared = new ArrayList<ComparedRun>();
        for (var performance : performances) {
            compared.add(
                    ComparedRun.of(
                            performance.scenario(),
                            performance.folder().history().history(),
                            performance.worst(),
                            performance.folder().path().toRealPath()));
        }
        var comparison = Comparison.of(CONTENDERS, compared);
        var setting = performances.getFirst().folder().info();
        var home = ComparisonFolder.create(runs);
        home.write(comparison, setting);
        System.out.println("page  " + home.page());
        assertThat(performances)
                .filteredOn(performance -> !performance.scenario().name().startsWith("argo-"))
                .allSatisfy(ours -> assertThat(ours.worst()).isInstanceOf(Verdict.Holds.class));
    }

    private Performance perform(Berth berth, Venue venue, String name, long seed, Path runs)
            throws Exception {
        if (!name.startsWith("argo-")) {
            return play(Scenarios.named(name).seeded(seed), venue, runs);
        }
        boolean abort = name.endsWith("-abort");
        var strategy =
                name.contains("blue-green") ? "blue-green" : abort ? "canary-held" : "canary";
        // Also what was adopted in part.
        try (AutoCloseable _ = () -> giveBack(berth, venue)) {
            adopt(berth, venue, strategy);
            var rollout = new ByArgo(strategy, new Version("v2"), abort, () -> abort(berth));
            var managed = new Managed(venue, new ManagedCluster(venue.cluster(), 4));
            return play(scenario(name, rollout, seed), managed, runs);
        }
    }

    private static Performance play(Scenario scenario, Venue venue, Path runs)
            throws InterruptedException {
        var performance =
                Performance.of(scenario, venue, runs, List.of("bench/peers"), System.out::println);
        System.out.println(scenario.name() + "  " + performance.worst());
        return performance;
    }

    /// What is asked of our own too, less the claims that go by the steps of our plans.
    private static Scenario scenario(String name, Disturbance disturbance, long seed) {
        var like = Scenarios.named("canary-good");
        var kept =
                Set.of(
                        NoFailedRequests.class,
                        NoLostTransfers.class,
                        MoneyConserved.class,
                        Reconciled.class,
                        ClientOnTime.class);
        return new Scenario(
                name,
                like.family(),
                null,
                API,
                like.from(),
                like.load(),
                like.steady(),
                like.delay(),
                like.after(),
                disturbance,
                like.settle(),
                like.checkers().stream().filter(c -> kept.contains(c.getClass())).toList(),
                seed);
    }

    /// What `kubectl argo rollouts abort` does.
    private void abort(Berth berth) {
        kubectl(
                berth,
                "patch",
                "-n",
                Berth.NAMESPACE,
                "rollout",
                "api",
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"abort\":true}}");
    }

    // The controller, and the workload in its hands.

    private void install(Berth berth) throws Exception {
        var settings = berth.cluster().settings();
        var engine = berth.cluster().engine();
        var env = new HashMap<>(engine.env());
        env.put("GOMODCACHE", settings.cache().resolve("go/mod").toString());
        env.put("GOCACHE", settings.cache().resolve("go/build").toString());
        run(List.of(here("build.sh"), engine.name(), IMAGE, crds().toString()), env, BUILD);
        berth.cluster().load(List.of(IMAGE));
        // On the server: they are too large for the annotation in which a client's apply keeps
        // them. Applied, since a test that was killed has left them there.
        kubectl(berth, "apply", "--server-side", "--force-conflicts", "-f", crds().toString());
        kubectl(berth, "apply", "-f", here("controller.yaml"));
        kubectl(berth, "rollout", "status", "deployment", "argo-rollouts", "-n", "argo-rollouts");
    }

    private void uninstall(Berth berth) {
        kubectl(berth, "delete", "--ignore-not-found", "-f", here("controller.yaml"));
        if (Files.isDirectory(crds())) {
            kubectl(berth, "delete", "--ignore-not-found", "-f", crds().toString());
        }
    }

    /// Where the build puts the definitions of its objects.
    private Path crds() {
        return folder.resolve("crds");
    }

    /// Argo Rollouts' own pods take the place of the Deployment's, which then has none.
    private void adopt(Berth berth, Venue venue, String strategy) throws InterruptedException {
        kubectl(berth, "apply", "-f", here(strategy + ".yaml"));
        kubectl(
                berth,
                "wait",
                "-n",
                Berth.NAMESPACE,
                "rollout/api",
                "--for=jsonpath={.status.phase}=Healthy",
                "--timeout=" + PODS.toSeconds() + "s");
        venue.cluster().await(API, "scaled down", replicas -> replicas.desired() == 0, PODS);
        new ManagedCluster(venue.cluster(), 4).await(API, "adopted", Replicas::settled, PODS);
    }

    private void giveBack(Berth berth, Venue venue) throws InterruptedException {
        // As long as its first revision is its newest, the controller scales the Deployment down
        // each time that it looks (its promoteStable): so where no rollout came to pass.
        kubectl(
                berth,
                "patch",
                "-n",
                Berth.NAMESPACE,
                "rollout",
                "api",
                "--type=merge",
                "-p",
                "{\"spec\":{\"workloadRef\":{\"scaleDown\":\"never\"}}}");
        venue.cluster().scale(API, 4);
        venue.cluster()
                .await(
                        API,
                        "ready beside Argo Rollouts' pods",
                        replicas -> replicas.ready() >= 8,
                        PODS);
        // Before its pods go: the Service has to lead to the others too.
        kubectl(
                berth,
                "patch",
                "-n",
                Berth.NAMESPACE,
                "service",
                "api",
                "--type=merge",
                "-p",
                "{\"spec\":{\"selector\":{\"rollouts-pod-template-hash\":null}}}");
        kubectl(berth, "delete", "-n", Berth.NAMESPACE, "rollout", "api", "--cascade=foreground");
        venue.cluster().await(API, "given back", Replicas::settled, PODS);
    }

    private static String here(String file) {
        return Slipway.checkout().resolve("bench/peers/argo-rollouts").resolve(file).toString();
    }

    /// Without a namespace: with one it refuses a file whose objects are of another, and those of
    /// the files here say theirs.
    private void kubectl(Berth berth, String... arguments) {
        var settings = berth.cluster().settings();
        var words =
                new ArrayList<>(
                        List.of(
                                settings.kubectl().toString(),
                                "--kubeconfig",
                                settings.kubeconfig().toString()));
        words.addAll(List.of(arguments));
        run(words, Map.of(), PODS.plus(Duration.ofMinutes(1)));
    }

    private void run(List<String> words, Map<String, String> env, Duration within) {
        var log = folder.resolve("command.log");
        var builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(env);
        try {
            var process = builder.start();
            try {
                boolean ended = process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
                assertThat(ended).as("%s within %s", words, within).isTrue();
            } finally {
                process.destroyForcibly();
            }
            assertThat(process.exitValue()).as("%s: %s", words, Files.readString(log)).isZero();
        } catch (IOException e) {
            throw new IllegalStateException(words.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(words.toString(), e);
        }
    }

    /// Whoever changes the Deployment's template has Argo Rollouts roll it out.
    ///
    /// @param abort whether somebody aborts it, three seconds after the first pod is ready
    private record ByArgo(String strategy, Version next, boolean abort, Runnable aborting)
            implements Disturbance {
        private static final String STEP = "roll api out by Argo Rollouts";

        @Override
        public String description() {
            return "Argo Rollouts: %s of api to %s%s"
                    .formatted(strategy, next, abort ? ", aborted" : "");
        }

        @Override
        public Optional<Version> brings() {
            return Optional.of(next);
        }

        @Override
        public void disturb(Stage stage) throws InterruptedException {
            var cluster = stage.cluster();
            var before = cluster.updateSpec(API);
            var image = stage.images().of(API, next);
            stage.undo().accept(new Undo.RestoreUpdate(API, before));
            Predicate<Replicas> met =
                    abort ? r -> r.versions().containsKey(image.version()) : Replicas::settled;
            stage.during(
                    STEP,
                    () -> {
                        cluster.update(API, before.to(image));
                        cluster.await(API, "at " + image.version(), met, PODS);
                    });
            if (abort) {
                stage.clock().sleep(Duration.ofSeconds(3));
                stage.during(
                        Rollout.aborting(API),
                        () -> {
                            aborting.run();
                            // As ours is timed: until all pods of before are ready again.
                            var all = Map.of(before.image().version(), 4);
                            cluster.await(
                                    API,
                                    "back at " + before.image().version(),
                                    r -> r.existing().equals(all) && r.versions().equals(all),
                                    PODS);
                        });
            }
        }
    }

    /// A Deployment that Argo Rollouts has scaled to none, whose pods are its own.
    private static final class ManagedCluster extends ForwardingCluster {
        private final Cluster cluster;
        private final int desired;

        /// @param desired the Rollout's replicas
        ManagedCluster(Cluster cluster, int desired) {
            super(cluster);
            this.cluster = cluster;
            this.desired = desired;
        }

        @Override
        public Replicas replicas(Workload workload) {
            return managed(workload, cluster.replicas(workload));
        }

        @Override
        public Watch watch(Workload workload, Consumer<Replicas> seen) {
            return cluster.watch(workload, replicas -> seen.accept(managed(workload, replicas)));
        }

        /// Looked at again and again: that the last pod is gone no watch tells.
        @Override
        public void await(
                Workload workload, String expectation, Predicate<Replicas> met, Duration within)
                throws InterruptedException {
            long end = System.nanoTime() + within.toNanos();
            while (!met.test(replicas(workload))) {
                if (System.nanoTime() > end) {
                    throw new RunFailed(
                            "%s not %s after %d s: %s"
                                    .formatted(
                                            workload,
                                            expectation,
                                            within.toSeconds(),
                                            replicas(workload)));
                }
                Thread.sleep(MOMENT);
            }
        }

        private Replicas managed(Workload workload, Replicas replicas) {
            if (!workload.equals(API)) {
                return replicas;
            }
            boolean settled =
                    replicas.existing().equals(Map.of(cluster.image(API).version(), desired))
                            && replicas.ready() == desired
                            && cluster.pods(API).stream().noneMatch(Pod::leaving);
            return new Replicas(
                    desired,
                    desired,
                    replicas.ready(),
                    replicas.endpoints(),
                    replicas.versions(),
                    replicas.existing(),
                    settled);
        }
    }

    /// The venue with that cluster.
    private record Managed(Venue venue, Cluster cluster) implements Venue {
        @Override
        public void play(Play play) throws InterruptedException {
            venue.play(play);
        }

        @Override
        public void stock(Scenario scenario) throws InterruptedException {
            venue.stock(scenario);
        }

        @Override
        public String id() {
            return venue.id();
        }

        @Override
        public List<Workload> workloads() {
            return venue.workloads();
        }

        @Override
        public Service service() {
            return venue.service();
        }

        @Override
        public Images images() {
            return venue.images();
        }

        @Override
        public void beforeLoad() {
            venue.beforeLoad();
        }

        @Override
        public AutoCloseable follow(Path logs) {
            return venue.follow(logs);
        }

        /// Its objects come and go: whether something is left is not asked of it.
        @Override
        public Inventory inventory() {
            return at -> new Event.Swept(at, List.of(), List.of());
        }

        @Override
        public AutoCloseable onLost(Runnable lost) {
            return venue.onLost(lost);
        }

        @Override
        public void close() {
            venue.close();
        }
    }
}
