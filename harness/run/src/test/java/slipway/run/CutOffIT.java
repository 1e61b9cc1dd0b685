package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import slipway.cluster.LocalCluster;
import slipway.core.Cluster;
import slipway.core.Image;
import slipway.core.RunFailed;
import slipway.core.Workload;

/// Runs that end in the middle of a rollout, on the real cluster.
@ExtendWith(RealCluster.class)
class CutOffIT {
    private static final Workload API = Workload.deployment("api");

    /// What shells report of a process that was told to stop: 128 and the signal's number, 15.
    private static final int TERMINATED = 143;

    /// The exit codes of a harness or a cluster that broke, and of bad input.
    private static final int BROKE = 255;

    private static final int BAD_INPUT = 254;

    /// Twice the time from a run's begin, with another's rollout to put back, to its own.
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir private Path folder = Path.of("");

    @Test
    @DisplayName(
            "what a killed run changed the next one puts back first, and refuses a second; told to stop, it puts back itself")
    void putBack(Berth berth) throws Exception {
        try (var venue = berth.venue()) {
            var cluster = venue.cluster();
            var before = cluster.image(API);

            var killed = Launcher.start(folder.resolve("killed"), "run", "rolling");
            await(cluster, CutOffIT::next, killed);
            killed.destroyForcibly().waitFor();
            assertThat(cluster.image(API)).matches(CutOffIT::next);

            var said = folder.resolve("stopped");
            var stopped = Launcher.start(said, "run", "rolling");
            await(cluster, before::equals, stopped);
            await(cluster, CutOffIT::next, stopped);
            refused(venue);
            stopped.destroy();
            assertThat(stopped.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(stopped.exitValue()).isEqualTo(TERMINATED);
            assertThat(cluster.image(API)).isEqualTo(before);
            assertThat(Files.readString(said))
                    .containsSubsequence("putting back what rolling-", "stopping; putting back");
        }
    }

    /// This JVM takes no lock of the host: to the cluster it is a harness from elsewhere, which the
    /// board alone keeps away.
    private void refused(KubeVenue venue) {
        var rolling = Scenarios.named("rolling");
        var runs = folder.resolve("second");
        assertThatThrownBy(() -> Performance.of(rolling, venue, runs, List.of(), _ -> {}))
                .isInstanceOf(RunFailed.class)
                .hasMessageContaining("is under way already: rolling-");
        assertThat(venue.cluster().image(API)).matches(CutOffIT::next);
    }

    @Test
    @DisplayName(
            "a cluster that dies under a run ends it with 255 and keeps its history; the next up brings both back")
    void clusterDies(Berth berth) throws Exception {
        Image before;
        try (var venue = berth.venue()) {
            before = venue.cluster().image(API);
            var run = Launcher.start(folder.resolve("died"), "run", "rolling");
            await(venue.cluster(), CutOffIT::next, run);
            killControlPlane(berth.cluster());
            assertThat(run.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(run.exitValue()).isEqualTo(BROKE);
        }
        assertThat(Launcher.slipway("check", "runs/latest").code()).isLessThan(BAD_INPUT);
        assertThat(Launcher.slipway("up").code()).isZero();
        try (var venue = berth.venue()) {
            assertThat(venue.cluster().image(API)).isEqualTo(before);
        }
    }

    @Test
    @DisplayName("told to stop in the middle of a fault, a run ends it first, and leaves nothing")
    void stoppedInFault(Berth berth) throws Exception {
        try (var venue = berth.venue()) {
            var before = venue.inventory();
            var said = folder.resolve("fault");
            var run = Launcher.start(said, "run", "freeze-ledger");
            await(() -> Files.readString(said).contains("freeze a pod of ledger"), run);
            run.destroy();
            assertThat(run.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(run.exitValue()).isEqualTo(TERMINATED);
            assertThat(Files.readString(said))
                    .contains("putting back what was changed", "has been put back")
                    .doesNotContain("and then: ");
            assertThat(before.sweep(0).remainder()).isEmpty();
        }
    }

    private static void killControlPlane(LocalCluster cluster) throws Exception {
        var engine = cluster.engine();
        var kill =
                new ProcessBuilder(
                        engine.words("kill", cluster.settings().name() + "-control-plane"));
        kill.environment().putAll(engine.env());
        assertThat(kill.start().waitFor()).isZero();
    }

    /// Under load, and in the middle: what a run rolls out before, to start from, is another one.
    private static boolean next(Image image) {
        return image.version().startsWith("v2-");
    }

    private static void await(Cluster cluster, Predicate<Image> met, Process meanwhile)
            throws Exception {
        await(() -> met.test(cluster.image(API)), meanwhile);
    }

    private static void await(Callable<Boolean> met, Process meanwhile) throws Exception {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!met.call()) {
            assertThat(meanwhile.isAlive()).as("the run is under way").isTrue();
            assertThat(System.nanoTime()).as("by its deadline").isLessThan(end);
            Thread.sleep(250);
        }
    }
}
