package slipway.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.Serialization;

/// Objects as an API server would give them, in as few words as a test needs.
final class Objects {
    private Objects() {}

    static <T> T yaml(Class<T> type, String text) {
        return Serialization.unmarshal(text, type);
    }

    /// A Deployment `api` of 4 with its controller's counts; -1 leaves a count out, as zero is.
    static Deployment deployment(
            long generation, long observed, int replicas, int updated, int ready, int available) {
        var status = new StringBuilder("  observedGeneration: " + observed + "\n");
        count(status, "replicas", replicas);
        count(status, "updatedReplicas", updated);
        count(status, "readyReplicas", ready);
        count(status, "availableReplicas", available);
        return yaml(
                Deployment.class,
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: api, namespace: test, generation: %d}
                spec:
                  replicas: 4
                  selector: {matchLabels: {app: api}}
                  template:
                    metadata: {labels: {app: api}}
                    spec:
                      containers: [{name: side, image: "localhost/side:v1"}, {name: api, image: "localhost/api:v1"}]
                status:
                """
                                .formatted(generation)
                        + status);
    }

    private static void count(StringBuilder status, String name, int count) {
        if (count >= 0) {
            status.append("  ").append(name).append(": ").append(count).append('\n');
        }
    }

    static Deployment settled() {
        return deployment(1, 1, 4, 4, 4, 4);
    }

    static Pod pod(String name, String version, boolean ready) {
        return yaml(
                Pod.class,
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: test, uid: %s, labels: {app: api}}
                spec:
                  nodeName: worker
                  containers: [{name: side, image: "localhost/side:v0"}, {name: api, image: "localhost/api:%s"}]
                status:
                  conditions: [{type: Ready, status: "%s", reason: ContainersNotReady}]
                """
                        .formatted(name, name, version, ready ? "True" : "False"));
    }

    static Pod leaving(Pod pod) {
        pod.getMetadata().setDeletionTimestamp("2026-11-22T00:00:00Z");
        return pod;
    }

    /// A pod whose status holds this.
    static Pod pod(String status) {
        return yaml(
                Pod.class,
                "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: []}\nstatus: "
                        + status);
    }

    static EndpointSlice slice(String name, String endpoints) {
        return yaml(
                EndpointSlice.class,
                """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: %s, namespace: test, labels: {kubernetes.io/service-name: api}}
                addressType: IPv4
                endpoints: %s
                """
                        .formatted(name, endpoints));
    }
}
