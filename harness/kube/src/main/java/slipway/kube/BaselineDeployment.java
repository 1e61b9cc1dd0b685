package slipway.kube;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import slipway.core.Baseline;
import slipway.core.Image;
import slipway.core.RunFailed;
import slipway.core.Workload;

/// The Deployment of a workload's [Baseline]: the workload's own, with one label more.
///
/// So the same policies apply to its pods, but they have a `pod-template-hash` of their own, and
/// the workload's ReplicaSets neither select nor adopt them. The workload's own selector fits them
/// too: whoever means the workload's pods alone says so, by [#without].
record BaselineDeployment(Api api, Workload workload) {
    /// Bears the workload's name, on the Deployment and on its pods.
    static final String LABEL = "slipway/baseline";

    /// The garbage collector takes a second, or some on busy cores.
    private static final Duration COLLECTED = Duration.ofSeconds(30);

    /// What the workload's selector selects, but for these pods. Their own Deployment's stays as it
    /// is.
    static LabelSelector without(LabelSelector selector) {
        var labels = selector.getMatchLabels();
        if (labels != null && labels.containsKey(LABEL)) {
            return selector;
        }
        return new LabelSelectorBuilder(selector)
                .addNewMatchExpression()
                .withKey(LABEL)
                .withOperator("DoesNotExist")
                .endMatchExpression()
                .build();
    }

    static boolean has(Pod pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        return labels != null && labels.containsKey(LABEL);
    }

    /// Makes it, or gives it another count of pods.
    void bring(Deployment like, Image image, int pods) {
        var deployment = of(like, image, pods);
        api.ask(
                "bring up " + Baseline.of(workload),
                () -> api.client().resource(deployment).createOr(NonDeletingOperation::update));
    }

    private Deployment of(Deployment like, Image image, int pods) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(Baseline.of(workload).name())
                .withNamespace(api.namespace())
                .withLabels(like.getMetadata().getLabels())
                .addToLabels(LABEL, workload.name())
                .endMetadata()
                .withNewSpecLike(like.getSpec())
                .withReplicas(pods)
                .editSelector()
                .addToMatchLabels(LABEL, workload.name())
                .endSelector()
                .editTemplate()
                .editMetadata()
                .addToLabels(LABEL, workload.name())
                .endMetadata()
                .editSpec()
                .editMatchingContainer(container -> workload.name().equals(container.getName()))
                .withImage(image.reference())
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    /// Deletes it, and waits until no pod of it stays: those that drain are sent nobody.
    ///
    /// @throws RunFailed where some stay
    void takeAway() throws InterruptedException {
        api.tell(
                "delete " + Baseline.of(workload),
                () ->
                        api.client()
                                .apps()
                                .deployments()
                                .inNamespace(api.namespace())
                                .withName(Baseline.of(workload).name())
                                .delete());
        if (!Poll.until(COLLECTED, () -> pods().stream().allMatch(Pods::leaving))) {
            throw new RunFailed(
                    "%s is deleted, but after %d s it still has pods"
                            .formatted(Baseline.of(workload), COLLECTED.toSeconds()));
        }
    }

    List<Pod> pods() {
        return api.ask(
                "list the pods of " + Baseline.of(workload),
                () ->
                        api.client()
                                .pods()
                                .inNamespace(api.namespace())
                                .withLabel(LABEL, workload.name())
                                .list()
                                .getItems());
    }
}
