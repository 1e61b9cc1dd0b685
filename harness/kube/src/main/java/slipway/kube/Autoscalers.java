package slipway.kube;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import java.util.Map;
import slipway.core.Autoscaler;
import slipway.core.Workload;

/// An [Autoscaler] as the object that Kubernetes has for it.
final class Autoscalers {
    /// Bears the workload's name on one that is made here: whoever takes it away takes no other.
    private static final String AUTOSCALES = "slipway/autoscales";

    private Autoscalers() {}

    /// Whether it changes the workload's replicas, whoever made it.
    static boolean scales(HorizontalPodAutoscaler autoscaler, Workload workload) {
        var target = autoscaler.getSpec().getScaleTargetRef();
        return workload.kind().word().equals(target.getKind())
                && workload.name().equals(target.getName());
    }

    /// Whether it was made here, for this workload.
    static boolean ours(HorizontalPodAutoscaler autoscaler, Workload workload) {
        Map<String, String> labels = autoscaler.getMetadata().getLabels();
        return labels != null && workload.name().equals(labels.get(AUTOSCALES));
    }

    static HorizontalPodAutoscaler of(Workload workload, String namespace, Autoscaler autoscaler) {
        return new HorizontalPodAutoscalerBuilder()
                .withNewMetadata()
                .withName(workload.name())
                .withNamespace(namespace)
                .addToLabels(AUTOSCALES, workload.name())
                .endMetadata()
                .withNewSpec()
                .withNewScaleTargetRef()
                .withApiVersion("apps/v1")
                .withKind(workload.kind().word())
                .withName(workload.name())
                .endScaleTargetRef()
                .withMinReplicas(autoscaler.least())
                .withMaxReplicas(autoscaler.most())
                .addNewMetric()
                .withType("Resource")
                .withNewResource()
                .withName("cpu")
                .withNewTarget()
                .withType("Utilization")
                .withAverageUtilization(autoscaler.cpuPercent())
                .endTarget()
                .endResource()
                .endMetric()
                .endSpec()
                .build();
    }
}
