package slipway.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slipway.cluster.Access;
import slipway.cluster.Doctor;
import slipway.cluster.DoctorPlan;
import slipway.cluster.GivenImages;
import slipway.cluster.HostHere;
import slipway.cluster.LocalCluster;
import slipway.cluster.Status;
import slipway.cluster.SuiteImages;
import slipway.cluster.Tenant;
import slipway.cluster.Together;
import slipway.core.Cluster;
import slipway.core.Image;
import slipway.core.InvalidSpec;
import slipway.core.RunFailed;
import slipway.core.Undo;
import slipway.core.Version;
import slipway.core.Workload;
import slipway.kube.KubeCluster;
import slipway.kube.Manifests;
import slipway.kube.Suite;
import slipway.loadtest.HttpService;
import slipway.rollout.Rollout;
import slipway.rollout.RolloutBoard;

/// This host's cluster with the suite on it.
final class Berth {
    /// Where the suite lives.
    static final String NAMESPACE = "slipway";

    /// The overlay that a suite is of where nobody asks for another.
    private static final String LOCAL = "local";

    /// Ten JVMs and a database start on two cores at once, with their images just loaded.
    private static final Duration SUITE_READY = Duration.ofMinutes(6);

    private final Path checkout;
    private final LocalCluster cluster;
    private final PrintWriter err;
    private final Consumer<String> narrator;

    Berth(Path checkout, PrintWriter err) {
        this.checkout = checkout;
        this.cluster = LocalCluster.of(checkout, System.getenv(), System.err);
        this.err = err;
        // Through the progress, whose bar a line of our own would tear.
        this.narrator = new Narrator(cluster.progress()::say);
    }

    LocalCluster cluster() {
        return cluster;
    }

    Consumer<String> narrator() {
        return narrator;
    }

    /// Brings up what is not up: the cluster, and the suite as its sources are now. Quick where all
    /// is up.
    ///
    /// @param bundle where node image and suite come from, instead of any network
    Access up(Optional<Path> bundle) throws InterruptedException {
        return up(bundle, Optional.empty());
    }

    /// @param bundle where node image and suite come from, instead of any network
    /// @param overlay which the suite is to be of; empty: the one that it is of
    /// @throws InvalidSpec where there is no such overlay, or a suite of another
    Access up(Optional<Path> bundle, Optional<String> overlay) throws InterruptedException {
        var status = cluster.status();
        var chosen = overlay(status, overlay);
        var plan = DoctorPlan.of(cluster.settings(), status, bundle.isPresent());
        Doctoring.insist(new Doctor(new HostHere(), plan).examine(), err);
        cluster.keepOverlay(chosen);
        return cluster.up(bundle, new SuiteAsTenant());
    }

    /// What a StatefulSet may not change later is decided when the suite is made.
    private String overlay(Status status, Optional<String> asked) {
        var there = status instanceof Status.Absent ? Optional.<String>empty() : cluster.overlay();
        var chosen = asked.or(() -> there).orElse(LOCAL);
        if (!chosen.matches("[a-z0-9-]+") || !Files.isDirectory(folder(chosen))) {
            throw new InvalidSpec(
                    "expected --overlay %s, found %s: they are the folders of k8s/overlays"
                            .formatted(String.join(" or ", overlays()), chosen));
        }
        if (!(status instanceof Status.Absent) && !chosen.equals(there.orElse(LOCAL))) {
            throw new InvalidSpec(
                    "the suite is of the overlay %s, and becomes one of %s only when it is made anew: ./slipway down && ./slipway up --overlay %s"
                            .formatted(there.orElse(LOCAL), chosen, chosen));
        }
        return chosen;
    }

    private List<String> overlays() {
        try (var folders = Files.list(folder(""))) {
            return folders.map(folder -> String.valueOf(folder.getFileName())).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path folder(String overlay) {
        return checkout.resolve("k8s/overlays").resolve(overlay);
    }

    /// What the overlay says.
    private String rendered() throws InterruptedException {
        return Manifests.render(
                cluster.settings().kubectl(), folder(cluster.overlay().orElse(LOCAL)));
    }

    /// Whether the overlay asks for a database with a standby. The usual one does not.
    private boolean failover() throws InterruptedException {
        return !cluster.overlay().orElse(LOCAL).equals(LOCAL) && failover(rendered());
    }

    private static boolean failover(String manifests) {
        return manifests.contains("image: localhost/" + SuiteImages.FAILOVER + ":");
    }

    private final class SuiteAsTenant implements Tenant {
        /// References by the names of images, which manifests tell them by.
        private Map<String, String> images = Map.of();

        private String manifests = "";

        @Override
        public List<String> images(GivenImages given) throws InterruptedException {
            var brought = given.of(RolloutScenarios.FIRST.label(), SuiteImages.ALL);
            var references = (brought.isPresent() ? brought.get() : suite()).values();
            images = references.stream().collect(Collectors.toMap(Berth::name, each -> each));
            manifests = rendered();
            boolean failover = failover(manifests);
            if (failover != images.containsKey(SuiteImages.FAILOVER)) {
                throw new InvalidSpec(
                        "the bundle was made where the suite was of another overlay, and has no image of %s: say --overlay, or make a bundle of this one"
                                .formatted(failover ? SuiteImages.FAILOVER : SuiteImages.POSTGRES));
            }
            return List.copyOf(references);
        }

        @Override
        public void moveIn(Access access, Gate pods) throws InterruptedException {
            try (var kube = kube(access)) {
                if (putBack(kube)) {
                    requireFree(kube, kube.workloads());
                }
                var suite = Suite.of(kube, manifests, images);
                pods.await();
                suite.apply(SUITE_READY, narrator);
                recover(kube, SuiteAsTenant::sweep);
            }
        }

        /// What a killed run left comes before the manifests: a rollout that is held would never
        /// let the suite be ready. What cannot be put back now the manifests may mend.
        ///
        /// @return whether all of it is put back
        private boolean putBack(KubeCluster kube) throws InterruptedException {
            try {
                recover(
                        kube,
                        (own, undo) -> {
                            // A board may outlive its workload.
                            if (undo instanceof Undo.TakeDown
                                    || kube.workloads().contains(undo.workload())) {
                                Venue.putBack(own, undo);
                            }
                        });
                return true;
            } catch (RunFailed e) {
                narrator.accept("not put back yet: " + e.getMessage());
                return false;
            }
        }

        /// What is still to be put back now that the manifests have put back the pods.
        private static void sweep(Cluster own, Undo undo) throws InterruptedException {
            switch (undo) {
                case Undo.RestoreUpdate _ -> {}
                case Undo.RestoreRoute(var workload, var spec) -> {
                    own.unroute(workload);
                    own.baseline(workload, spec.image(), 0);
                    own.forgetRoute(workload);
                }
                case Undo.RestoreReplicas _, Undo.EndFault _, Undo.TakeDown _ ->
                        Venue.putBack(own, undo);
            }
        }
    }

    private void recover(KubeCluster kube, Recovery.Undoer undoer) throws InterruptedException {
        new Recovery(kube, new WallClock(), narrator)
                .ofThisHost(RunsOption.usual(checkout), kube.id(), undoer);
    }

    /// What another host's run holds is its own to change.
    private static void requireFree(KubeCluster kube, List<Workload> workloads)
            throws InterruptedException {
        for (var workload : workloads) {
            new RolloutBoard(kube.board(workload)).requireFree(workload, new WallClock());
        }
    }

    /// Builds images where their sources changed, and brings them onto the nodes. What it has
    /// provided once it provides again as it is: the runs of one command are of the same sources.
    Stockroom stockroom() {
        record Wanted(Version version, Set<String> services) {}
        var provided = new HashMap<Wanted, Map<String, String>>();
        return (version, services) -> {
            if (version.equals(Scenarios.UNPUBLISHED)) {
                return services.stream()
                        .map(service -> new Image(service, version.label()))
                        .collect(Collectors.toMap(Image::name, Image::reference));
            }
            var wanted = new Wanted(version, services);
            var images = provided.get(wanted);
            if (images == null) {
                images = givenOrBuilt(version, services);
                cluster.load(List.copyOf(images.values()));
                provided.put(wanted, images);
            }
            return images;
        };
    }

    /// Rolls services out on the running suite as their sources are at this moment, one after the
    /// other, and without training their caches. [#up] and the scenarios bring trained ones again.
    ///
    /// @throws InvalidSpec when no cluster is up, or no suite on it
    void deploy(Set<String> services) throws InterruptedException {
        try (var _ = cluster.hold()) {
            deploy(access(), services);
        }
    }

    private void deploy(Access access, Set<String> services) throws InterruptedException {
        var images = new HashMap<String, String>();
        var free = new ArrayList<Workload>();
        try (var kube = withSuite(access)) {
            narrator.accept("building " + String.join(", ", services));
            // Compiling leaves a core idle: two seconds of it for the first words with the cluster.
            Together.run(
                    List.of(
                            () ->
                                    images.putAll(
                                            images().build(SuiteImages.Version.dev(), services)),
                            () -> free.addAll(free(kube, services))));
            narrator.accept("loading onto the nodes");
            cluster.load(List.copyOf(images.values()));
            for (var workload : free) {
                var image = images.get(workload.name());
                if (image != null) {
                    deploy(kube, workload, Image.parse(image));
                }
            }
        }
    }

    /// The workloads of these services, with what a killed run left put back.
    private Collection<Workload> free(KubeCluster kube, Set<String> services)
            throws InterruptedException {
        recover(kube, Venue::putBack);
        var wanted = kube.workloads().stream().filter(w -> services.contains(w.name())).toList();
        requireFree(kube, wanted);
        return wanted;
    }

    private void deploy(KubeCluster kube, Workload workload, Image image)
            throws InterruptedException {
        var what = image.name() + " " + image.version();
        // Again: building took a while, in which another host may have begun a rollout.
        requireFree(kube, List.of(workload));
        narrator.accept(what + ": rolling out");
        kube.update(workload, kube.updateSpec(workload).to(image));
        kube.await(
                workload,
                "ready in version " + image.version(),
                replicas -> replicas.versions().containsKey(image.version()),
                Rollout.WITHIN);
        narrator.accept(what + ": the first pod is ready");
        kube.await(
                workload,
                "at version " + image.version(),
                replicas -> replicas.versions().equals(Map.of(image.version(), replicas.desired())),
                Rollout.WITHIN);
        narrator.accept(what + ": all pods are ready");
    }

    /// Every image that a scenario can ask for, in the engine's store: what a bundle carries.
    GivenImages everyImage() throws InterruptedException {
        var images = GivenImages.NONE.and(RolloutScenarios.FIRST.label(), suite());
        var mutants = Mutant.all().stream().map(Mutant::scenario);
        for (var scenario : Stream.concat(Scenarios.all().stream(), mutants).toList()) {
            for (var workload : scenario.workloads().entrySet()) {
                var service = Set.of(workload.getKey().name());
                images = images.and(scenario.from().label(), build(scenario.from(), service));
                var next = workload.getValue();
                if (next.isPresent() && !next.get().equals(Scenarios.UNPUBLISHED)) {
                    images = images.and(next.get().label(), build(next.get(), service));
                }
            }
        }
        return images;
    }

    private Map<String, String> suite() throws InterruptedException {
        return images().build(SuiteImages.Version.of(RolloutScenarios.FIRST.label()));
    }

    /// What a bundle brought is not built: a room without network could not.
    private Map<String, String> givenOrBuilt(Version version, Set<String> services)
            throws InterruptedException {
        var brought = cluster.given().of(version.label(), services);
        if (brought.isEmpty()) {
            return build(version, services);
        }
        narrator.accept(
                "%s of %s: as the bundle brought it, until the next ./slipway up without one"
                        .formatted(version.label(), String.join(", ", services)));
        return brought.get();
    }

    private Map<String, String> build(Version version, Set<String> services)
            throws InterruptedException {
        return images().build(SuiteImages.Version.of(version.label()), services);
    }

    private SuiteImages images() throws InterruptedException {
        return new SuiteImages(
                cluster.settings(), cluster.engine(), cluster.progress(), failover());
    }

    private static String name(String reference) {
        return Image.parse(reference).name();
    }

    /// The running cluster as it is, for who only looks at it or leaves a word.
    ///
    /// @throws InvalidSpec when none is up, or no suite on it
    KubeCluster kube() throws InterruptedException {
        return withSuite(access());
    }

    private KubeCluster kube(Access access) {
        return new KubeCluster(
                access.kubeconfig(), access.context(), NAMESPACE, new LocalNodes(cluster));
    }

    /// For all who need the suite: without it nothing is put back or changed.
    ///
    /// @throws InvalidSpec where there is nothing of it
    private KubeCluster withSuite(Access access) {
        var kube = kube(access);
        try {
            Suite.require(kube);
        } catch (RuntimeException e) {
            kube.close();
            throw e;
        }
        return kube;
    }

    /// The running cluster as a venue.
    ///
    /// @throws InvalidSpec when none is up, or no suite on it
    KubeVenue venue() throws InterruptedException {
        return venue(access());
    }

    private Access access() throws InterruptedException {
        return switch (cluster.status()) {
            case Status.Up(var access, var _, var _) -> access;
            case Status.Absent _ ->
                    throw new InvalidSpec("no cluster is up; bring one up: ./slipway up");
            case Status.Broken(var why) ->
                    throw new InvalidSpec(
                            "the cluster is broken: " + why + "; mend it: ./slipway up");
        };
    }

    private KubeVenue venue(Access access) {
        var kube = withSuite(access);
        try {
            var service = new HttpService(access.gateway(), Suite.token(kube));
            return new KubeVenue(kube, service, stockroom());
        } catch (RuntimeException e) {
            kube.close();
            throw e;
        }
    }
}
