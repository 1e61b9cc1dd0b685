package slipway.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Fault;
import slipway.core.Fault.AtPod.Kind;
import slipway.core.InvalidSpec;
import slipway.core.RunFailed;
import slipway.core.Workload;

@NullUnmarked // the extension sets the fields
@EnableKubernetesMockClient(crud = true)
class PodFaultsTest {
    private static final Workload API = Workload.deployment("api");

    KubernetesClient client;
    private PodFaults injector;
    private final List<String> said = new ArrayList<>();
    private String tasks = "TASK PID STATUS\nabc 7 RUNNING\n";

    @BeforeEach
    void connect() {
        injector =
                new PodFaults(
                        Api.of(client.getConfiguration(), "mock", "test"),
                        (node, words) -> {
                            said.add(node + ": " + String.join(" ", words));
                            return tasks;
                        },
                        _ -> client.pods().inNamespace("test").list().getItems());
        put(0, true);
    }

    private void put(int restarts, boolean ready) {
        var pod = Objects.pod("api-x", "v1", ready);
        pod.getStatus()
                .setContainerStatuses(
                        List.of(
                                new ContainerStatusBuilder()
                                        .withName("api")
                                        .withRestartCount(restarts)
                                        .withContainerID("containerd://abc")
                                        .build()));
        client.resource(pod).createOr(existing -> existing.update());
    }

    private Fault.AtPod fault(Kind kind) {
        var pod = client.pods().inNamespace("test").withName("api-x").get();
        return new Fault.AtPod(kind, API, Pods.of(pod, "api"));
    }

    @Test
    @DisplayName("a pod is deleted, and it is over when this very one is gone")
    void deletion() throws Exception {
        for (var kind : List.of(Kind.DELETE, Kind.DELETE_AT_ONCE)) {
            put(0, true);
            var fault = fault(kind);
            assertThat(injector.begun(fault)).isFalse();
            assertThat(injector.over(fault)).isFalse();
            injector.begin(fault);
            assertThat(injector.begun(fault)).isTrue();
            assertThat(injector.over(fault)).isTrue();
        }
    }

    @Test
    @DisplayName("a kill is seen by the pod that is not ready, and over when it was started anew")
    void kill() throws Exception {
        var fault = fault(Kind.KILL);
        injector.begin(fault);
        assertThat(said)
                .containsExactly("worker: ctr -n k8s.io tasks kill --all --signal SIGKILL abc");
        assertThat(injector.begun(fault)).isFalse();
        put(0, false);
        assertThat(injector.begun(fault)).isTrue();
        assertThat(injector.over(fault)).isFalse();
        put(1, true);
        assertThat(injector.begun(fault)).isTrue();
        assertThat(injector.over(fault)).isTrue();
    }

    @Test
    @DisplayName("a freeze is seen on the node, and ended once, and where it has ended already")
    void freeze() throws Exception {
        var fault = fault(Kind.FREEZE);
        injector.begin(fault);
        assertThat(injector.begun(fault)).isFalse();
        tasks = "TASK PID STATUS\nabc 7 PAUSED\n";
        assertThat(injector.begun(fault)).isTrue();
        assertThat(injector.over(fault)).isFalse();
        injector.end(fault);
        tasks = "TASK PID STATUS\nabc 7 RUNNING\n";
        injector.end(fault);
        assertThat(injector.over(fault)).isTrue();
        assertThat(said.stream().filter(line -> !line.endsWith(" ls")))
                .containsExactly(
                        "worker: ctr -n k8s.io tasks pause abc",
                        "worker: ctr -n k8s.io tasks resume abc");
        client.pods().inNamespace("test").withName("api-x").delete();
        injector.end(fault);
    }

    @Test
    @DisplayName("a freeze that became a restart is no freeze any more")
    void outlived() throws Exception {
        var fault = fault(Kind.FREEZE);
        put(1, true);
        assertThatThrownBy(() -> injector.over(fault))
                .isInstanceOf(RunFailed.class)
                .hasMessageContaining("liveness probe");
    }

    @Test
    @DisplayName("a disk is given and taken where the claim's directory is, and its power is cut")
    void disk() throws Exception {
        tasks = "";
        put(0, true);
        claim("/var/local-path/pvc-1");
        var disk = fault(Kind.OWN_DISK);
        injector.rehearse(disk);
        injector.begin(disk);
        assertThat(injector.begun(disk)).isFalse();
        tasks = "yes\n";
        put(1, true);
        claim("/var/local-path/pvc-1");
        assertThat(injector.begun(disk)).isTrue();
        assertThatThrownBy(() -> injector.rehearse(disk))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("already");

        var cut = fault(Kind.CUT_POWER);
        injector.begin(cut);
        assertThat(injector.begun(cut)).isFalse();
        put(2, true);
        claim("/var/local-path/pvc-1");
        assertThat(injector.begun(cut)).isTrue();
        assertThat(injector.over(cut)).isTrue();

        injector.end(disk);
        assertThat(injector.over(disk)).isFalse();
        tasks = "";
        assertThat(injector.over(disk)).isTrue();
        assertThat(said.stream().map(line -> line.substring(line.lastIndexOf("disk "))))
                .filteredOn(line -> !line.matches("disk (seen|sync) .*"))
                .containsExactly(
                        "disk can /var/local-path/pvc-1",
                        "disk give /var/local-path/pvc-1",
                        "disk cut /var/local-path/pvc-1",
                        "disk take /var/local-path/pvc-1");
    }

    @Test
    @DisplayName("what a script does is done to the pod's uid, seen there, and ended after the pod")
    void plague() throws Exception {
        tasks = "";
        var fault = fault(Kind.DELAY);
        injector.rehearse(fault);
        injector.begin(fault);
        assertThat(injector.begun(fault)).isFalse();
        tasks = "yes\n";
        assertThat(injector.begun(fault)).isTrue();
        assertThat(injector.over(fault)).isFalse();
        injector.end(fault);
        tasks = "";
        assertThat(injector.over(fault)).isTrue();
        client.pods().inNamespace("test").withName("api-x").delete();
        injector.end(fault);
        var uid = fault.pod().uid();
        assertThat(said.stream().map(line -> line.substring(line.lastIndexOf("network "))))
                .filteredOn(line -> !line.contains(" seen "))
                .containsExactly(
                        "network delay can",
                        "network delay begin " + uid,
                        "network delay end " + uid,
                        "network delay end " + uid);
    }

    @Test
    @DisplayName("each kind that a script knows is called by its own name there")
    void scripts() throws Exception {
        tasks = "";
        for (var kind : List.of(Kind.CORRUPTION, Kind.SLOW_NAMES, Kind.MEMORY, Kind.NO_NAMES)) {
            injector.begin(fault(kind));
        }
        assertThat(said.stream().map(line -> line.substring(line.lastIndexOf('\n') + 1)))
                .extracting(line -> line.trim().split(" ")[1])
                .containsExactly("corruption", "slow-names", "memory", "names");
    }

    @Test
    @DisplayName("a disk is slow while who writes is late, and until its node lets it flow")
    void slowDisk() throws Exception {
        tasks = "";
        claim("/var/local-path/pvc-1");
        var slow = fault(Kind.SLOW_DISK);
        injector.rehearse(slow);
        injector.begin(slow);
        assertThat(injector.begun(slow)).isFalse();
        tasks = "yes\n";
        assertThat(injector.begun(slow)).isTrue();
        assertThat(injector.over(slow)).isFalse();
        injector.end(slow);
        tasks = "";
        assertThat(injector.over(slow)).isTrue();
        assertThat(said.stream().map(line -> line.substring(line.lastIndexOf("disk "))))
                .containsExactly(
                        "disk can /var/local-path/pvc-1",
                        "disk slow /var/local-path/pvc-1",
                        "disk slowed /var/local-path/pvc-1",
                        "disk slowed /var/local-path/pvc-1",
                        "disk slowed /var/local-path/pvc-1",
                        "disk flow",
                        "disk slowed /var/local-path/pvc-1");
    }

    @Test
    @DisplayName("memory stress takes a limit, and is none any more where the container was killed")
    void memoryStress() throws Exception {
        tasks = "";
        var fault = fault(Kind.MEMORY);
        assertThatThrownBy(() -> injector.rehearse(fault))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("no limit of memory");
        assertThat(injector.begun(fault)).isFalse();
        tasks = "yes\n";
        assertThat(injector.begun(fault)).isTrue();
        assertThat(injector.over(fault)).isFalse();
        tasks = "";
        assertThat(injector.over(fault)).isTrue();
        put(1, true);
        assertThatThrownBy(() -> injector.over(fault))
                .isInstanceOf(RunFailed.class)
                .hasMessageContaining("memory stress", "OOMKilled");
    }

    @Test
    @DisplayName("a container that was started anew for another reason had memory left")
    void memory() throws Exception {
        var fault = fault(Kind.OUT_OF_MEMORY);
        assertThatThrownBy(() -> injector.rehearse(fault))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("no limit of memory");
        assertThat(injector.over(fault)).isFalse();
        put(1, true);
        assertThat(injector.begun(fault)).isTrue();
        assertThatThrownBy(() -> injector.over(fault))
                .isInstanceOf(RunFailed.class)
                .hasMessageContaining("OOMKilled");
        client.pods()
                .inNamespace("test")
                .withName("api-x")
                .edit(
                        pod -> {
                            pod.getStatus()
                                    .getContainerStatuses()
                                    .getFirst()
                                    .setLastState(
                                            new ContainerStateBuilder()
                                                    .withNewTerminated()
                                                    .withReason("OOMKilled")
                                                    .endTerminated()
                                                    .build());
                            return pod;
                        });
        assertThat(injector.over(fault)).isTrue();
    }

    @Test
    @DisplayName(
            "a pod that keeps nothing has no power to lose, nor has one whose disk is far away")
    void noDisk() {
        assertThatThrownBy(() -> injector.rehearse(fault(Kind.CUT_POWER)))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("no claim");
        claim("/somewhere; else");
        assertThatThrownBy(() -> injector.rehearse(fault(Kind.CUT_POWER)))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("no directory of its node");
    }

    private void claim(String path) {
        var pod = client.pods().inNamespace("test").withName("api-x").get();
        pod.getSpec()
                .setVolumes(
                        List.of(
                                new VolumeBuilder()
                                        .withName("data")
                                        .withNewPersistentVolumeClaim("data-api-x", false)
                                        .build()));
        client.resource(pod).update();
        var claim =
                new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withName("data-api-x")
                        .withNamespace("test")
                        .endMetadata()
                        .withNewSpec()
                        .withVolumeName("pvc-1")
                        .endSpec()
                        .build();
        client.resource(claim).createOr(existing -> existing.update());
        var volume =
                new PersistentVolumeBuilder()
                        .withNewMetadata()
                        .withName("pvc-1")
                        .endMetadata()
                        .withNewSpec()
                        .withNewHostPath(path, "Directory")
                        .endSpec()
                        .build();
        client.resource(volume).createOr(existing -> existing.update());
    }

    @Test
    @DisplayName("what is done on nodes is refused where no node can be reached")
    void unreachable() throws Exception {
        var far =
                new PodFaults(
                        Api.of(client.getConfiguration(), "mock", "test"),
                        NodeHost.NONE,
                        _ -> List.of());
        far.rehearse(fault(Kind.DELETE));
        assertThatThrownBy(() -> far.rehearse(fault(Kind.KILL)))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("worker");
    }
}
