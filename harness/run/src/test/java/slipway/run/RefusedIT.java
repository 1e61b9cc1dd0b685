package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.core.Image;
import slipway.core.Replicas;
import slipway.core.Workload;

/// Rollouts and faults that cannot be, on the real cluster: each is refused with its reason, and
/// nothing is touched.
@ExtendWith(RealCluster.class)
class RefusedIT {
    private static final Workload API = Workload.deployment("api");
    private static final Workload LEDGER = Workload.statefulSet("ledger");
    private static final Duration WITHIN = Duration.ofMinutes(2);
    private static final int MINUTES = 5;

    @TempDir private Path folder = Path.of("");

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "deployment/api     | version: v2             | has to promote        | [bringUp: 1, share: 50]",
                "statefulset/ledger | version: v2             | only a Deployment     | [bringUp: 1, promote]",
                "deployment/api     | version: v1             | which is the version  | [update]",
                "deployment/api     | version: v2-unpublished | there is no image     | [bringUp: 1, promote]",
                "deployment/db      | version: v2             | deployment/api        | [update]",
                "statefulset/ledger | version: v2             | none of an ordinal    | [update: {partition: 9}, update]",
                "deployment/api     | settings: {KUBERNETES_NAMESPACE: x}| comes from elsewhere  | [update]"
            })
    @DisplayName("what cannot be is refused before anything is touched")
    void refused(String workload, String next, String why, String steps, Berth berth)
            throws Exception {
        try (var venue = berth.venue()) {
            var before = venue.inventory();
            var file =
                    Files.writeString(
                            folder.resolve("plan.yaml"),
                            "workload: %s\n%s\nsteps: %s\n".formatted(workload, next, steps));
            assertThat(run(file.toString())).contains(why);
            assertThat(before.sweep(0).remainder()).isEmpty();
        }
    }

    @Test
    @DisplayName("a workload that is not well before the start is refused, and left as it is")
    void unwell(Berth berth) throws Exception {
        try (var kube = berth.kube()) {
            var spec = kube.updateSpec(API);
            kube.update(API, spec.to(new Image("api", "nowhere")));
            try {
                kube.await(API, "stuck", replicas -> !replicas.settled(), WITHIN);
                assertThat(run("canary-good")).contains("api not ready");
                assertThat(kube.image(API)).isEqualTo(new Image("api", "nowhere"));
                assertThat(kube.board(API).read()).isEmpty();
            } finally {
                kube.update(API, spec);
                kube.await(API, "put back", Replicas::settled, WITHIN);
            }
        }
    }

    @Test
    @DisplayName("a fault at the only pod is refused, and the pod left alone")
    void onlyPod(Berth berth) throws Exception {
        try (var kube = berth.kube()) {
            int pods = kube.replicas(LEDGER).desired();
            kube.scale(LEDGER, 1);
            try {
                kube.await(LEDGER, "of one pod", Replicas::settled, WITHIN);
                var before = kube.pods(LEDGER);
                assertThat(run("kill-ledger"))
                        .contains("ledger has 1 ready pods", "the last is left alone");
                assertThat(kube.pods(LEDGER)).isEqualTo(before);
                assertThat(kube.board(LEDGER).read()).isEmpty();
            } finally {
                kube.scale(LEDGER, pods);
                kube.await(LEDGER, "put back", Replicas::settled, WITHIN);
            }
        }
    }

    @Test
    @DisplayName("a storm of no time is refused")
    void noTime(Berth berth) throws Exception {
        try (var kube = berth.kube()) {
            assertThat(run("storm", "--for", "0s")).contains("--for takes longer, not 0 s");
            assertThat(kube.board(API).read()).isEmpty();
        }
    }

    /// @return what it said why
    private String run(String... what) throws Exception {
        var err = folder.resolve("err");
        var words = Stream.concat(Stream.of("run"), Stream.of(what)).toArray(String[]::new);
        var run = Launcher.start(err, words);
        try {
            assertThat(run.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
        } finally {
            run.destroy();
        }
        assertThat(run.exitValue()).as(Files.readString(err)).isEqualTo(254);
        return Files.readString(err);
    }
}
