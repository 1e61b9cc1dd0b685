package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import slipway.core.EnvVar;
import slipway.core.Image;
import slipway.core.Pod;
import slipway.core.Replicas;
import slipway.core.RunFailed;
import slipway.core.UpdateSpec;
import slipway.core.Workload;
import slipway.kube.KubeCluster;
import slipway.rollout.InPlace;

/// A StatefulSet that brings up its pods in order (`OrderedReady`, Kubernetes' default) waits for
/// ever for a pod that is never ready, even once its template is another (kubernetes #67250). The
/// suite's own are `Parallel`, and do not: so this one is a test's.
@ExtendWith(RealCluster.class)
class StuckStatefulSetIT {
    private static final Workload ORDERED = Workload.statefulSet("ordered");
    private static final Workload AGENT = Workload.daemonSet("agent");

    /// A JVM's start with much to spare, and a control that proves nothing if it is over too soon.
    private static final Duration LONG = Duration.ofMinutes(2);

    private static final Duration STUCK = Duration.ofSeconds(30);

    private static final String MANIFEST =
            """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: ordered, namespace: slipway}
            spec:
              podManagementPolicy: OrderedReady
              replicas: 2
              serviceName: ordered
              selector: {matchLabels: {app: ordered}}
              template:
                metadata: {labels: {app: ordered}}
                spec:
                  automountServiceAccountToken: false
                  terminationGracePeriodSeconds: 5
                  securityContext: {runAsNonRoot: true, runAsUser: 10001, seccompProfile: {type: RuntimeDefault}}
                  containers:
                    - name: ordered
                      image: IMAGE
                      securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
                      resources: {limits: {memory: 224Mi}, requests: {memory: 128Mi, cpu: 20m}}
                      volumeMounts: [{name: tmp, mountPath: /tmp}]
                      readinessProbe: {httpGet: {path: /q/health/ready, port: 9000}, periodSeconds: 1}
                  volumes: [{name: tmp, emptyDir: {sizeLimit: 16Mi}}]
            """;

    @TempDir private Path folder = Path.of("");

    @Test
    @DisplayName(
            "a StatefulSet that is stuck in a broken version is freed; its template alone does not")
    void brokenVersion(Berth berth) throws Exception {
        freed(
                berth,
                before -> before.to(new Image("agent", "v0-nowhere")),
                pod -> pod.version().equals("v0-nowhere"));
    }

    @Test
    @DisplayName("the same, where its version stays, and a setting is broken")
    void brokenSetting(Berth berth) throws Exception {
        freed(
                berth,
                before ->
                        before.setting(Map.of("TOKEN", new EnvVar.FromSecret("nowhere", "token"))),
                pod -> pod.trouble().equals("CreateContainerConfigError"));
    }

    private void freed(Berth berth, UnaryOperator<UpdateSpec> broken, Predicate<Pod> stuck)
            throws Exception {
        try (var cluster = berth.kube()) {
            var image = cluster.image(AGENT);
            var file = folder.resolve("ordered.yaml");
            Files.writeString(file, MANIFEST.replace("IMAGE", image.reference()));
            kubectl(berth, "apply", "-f", file.toString());
            try {
                cluster.await(ORDERED, "ready", Replicas::settled, LONG);
                var before = cluster.updateSpec(ORDERED);
                cluster.update(ORDERED, broken.apply(before));
                awaitPod(cluster, stuck);

                cluster.update(ORDERED, before);
                assertThatThrownBy(() -> cluster.await(ORDERED, "back", Replicas::settled, STUCK))
                        .as("its template alone")
                        .isInstanceOf(RunFailed.class)
                        .hasMessageContaining("1 of 2 pods ready");

                new InPlace(cluster, ORDERED).back(before, LONG);
                assertThat(cluster.replicas(ORDERED).settled()).isTrue();
                assertThat(cluster.updateSpec(ORDERED)).isEqualTo(before);
            } finally {
                kubectl(berth, "delete", "-f", file.toString());
            }
        }
    }

    /// No watch of replicas tells what is wrong with a pod.
    private static void awaitPod(KubeCluster cluster, Predicate<Pod> expected)
            throws InterruptedException {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (cluster.pods(ORDERED).stream().noneMatch(p -> !p.leaving() && expected.test(p))) {
            assertThat(deadline - System.nanoTime())
                    .as("time left for a stuck pod among " + cluster.pods(ORDERED))
                    .isPositive();
            Thread.sleep(250);
        }
    }

    private void kubectl(Berth berth, String... arguments)
            throws IOException, InterruptedException {
        var settings = berth.cluster().settings();
        var command =
                new ArrayList<>(
                        List.of(
                                settings.kubectl().toString(),
                                "--kubeconfig",
                                settings.kubeconfig().toString(),
                                "--request-timeout=30s"));
        command.addAll(List.of(arguments));
        var output = folder.resolve("output");
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(output, StandardCharsets.UTF_8))
                .isZero();
    }
}
