package slipway.cluster;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Applies the add-ons to a new cluster, and waits until every one of them does its work.
record Addons(Settings settings, Kubectl kubectl, Progress progress) {
    /// On a host where Cilium's programs were compiled before; 15 s more where not.
    private static final Duration USUAL_NETWORK = Duration.ofSeconds(15);

    /// Most of it is metrics-server's first round, beside a suite that starts.
    private static final Duration USUAL_OTHERS = Duration.ofSeconds(30);

    private static final Duration USUAL_REVIVAL = Duration.ofSeconds(35);

    /// Three agents that compile on two busy cores need up to two minutes, all the rest seconds.
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /// Where they live: what a tenant's pods do beside them is not for here.
    private static final List<String> NAMESPACES =
            List.of("kube-system", "local-path-storage", "gateway");

    private static final String INTERNAL_IP =
            "{.status.addresses[?(@.type=='InternalIP')].address}";

    private static final String WHERE =
            "NAMESPACE:.metadata.namespace,NAME:.metadata.name,NODE:.spec.nodeName,HOST:.status.hostIP";

    /// Applies what all need, and waits for the network: from now on pods can start.
    void network(Path manifests) throws InterruptedException {
        try (var part = progress.begin("network", USUAL_NETWORK)) {
            Together.run(
                    List.of(
                            () -> apply(manifests.resolve(AddonFiles.DEFINITIONS)),
                            () -> apply(manifests.resolve(AddonFiles.EARLY)),
                            this::awaitNodes));
            part.done();
        }
    }

    /// Applies all others, and waits until every one of them does its work.
    void others(Path manifests) throws InterruptedException {
        try (var part = progress.begin("metrics, storage, gateway", USUAL_OTHERS)) {
            kubectl.await("condition=Complete", PATIENCE, "-n", "gateway", "job/certgen");
            apply(manifests.resolve(AddonFiles.WORKLOADS));
            awaitWork();
            part.done();
        }
    }

    /// After nodes were started again: waits until everything is as it was.
    ///
    /// @param addresses the nodes' names, and the addresses that the engine gave them now
    void revive(Map<String, String> addresses) throws InterruptedException {
        try (var part = progress.begin("nodes, network, gateway", USUAL_REVIVAL)) {
            for (var node : addresses.entrySet()) {
                awaitAddress(node.getKey(), node.getValue());
            }
            replaceMoved(addresses);
            awaitNodes();
            awaitWork();
            part.done();
        }
    }

    private void awaitAddress(String node, String address) throws InterruptedException {
        var words = List.of("get", "node", node, "-o", "jsonpath=" + INTERNAL_IP);
        until(
                "node %s at its address %s".formatted(node, address),
                () -> kubectl.command().and(words).attempt().lines().contains(address));
    }

    /// Pods of before keep telling their node's old address (`status.hostIP`). Cilium takes them
    /// for another node's and publishes nothing of them, and what policies let through to them
    /// alone, as to CoreDNS, does not arrive. New pods in their place tell the new one.
    private void replaceMoved(Map<String, String> addresses) throws InterruptedException {
        var pods =
                kubectl.command("get", "pods", "--all-namespaces", "--no-headers")
                        .and("--field-selector", "spec.hostNetwork=false")
                        .and("-o", "custom-columns=" + WHERE)
                        .run();
        var moved =
                pods.lines()
                        .map(line -> line.split(" +"))
                        .filter(pod -> !pod[3].equals("<none>"))
                        .filter(pod -> !addresses.getOrDefault(pod[2], pod[3]).equals(pod[3]))
                        .collect(groupingBy(pod -> pod[0], mapping(pod -> pod[1], toList())));
        Together.forEach(
                moved.entrySet(),
                in ->
                        kubectl.command("delete", "pods", "-n", in.getKey())
                                .and(in.getValue())
                                .within(PATIENCE)
                                .run());
    }

    private void awaitNodes() throws InterruptedException {
        kubectl.await("condition=Ready", PATIENCE, "nodes", "--all");
    }

    private void apply(Path folder) throws InterruptedException {
        var apply =
                kubectl.command(
                        "apply", "--server-side", "--force-conflicts", "-f", folder.toString());
        if (!apply.attempt().ok()) {
            Thread.sleep(
                    Duration.ofSeconds(2)); // a definition, or a namespace, that is a moment old
            apply.run();
        }
    }

    /// Ready pods are not enough: each add-on has to answer.
    private void awaitWork() throws InterruptedException {
        for (var namespace : NAMESPACES) {
            kubectl.await("condition=Available", PATIENCE, "deployments", "--all", "-n", namespace);
        }
        kubectl.await("condition=Ready", PATIENCE, "pods", "-n", "kube-system", "--all");
        kubectl.await(
                "condition=Programmed",
                PATIENCE,
                "-n",
                "gateway",
                "gateways.gateway.networking.k8s.io/slipway");
        kubectl.await("condition=Available", PATIENCE, "apiservices/v1beta1.metrics.k8s.io");
        awaitMetrics();
        awaitGateway(settings.access().gateway());
    }

    private void awaitMetrics() throws InterruptedException {
        until(
                "metrics of all nodes, by `kubectl top nodes`",
                () -> {
                    var top = kubectl.command("top", "nodes", "--no-headers").attempt();
                    return top.ok()
                            && top.lines().stream().noneMatch(line -> line.contains("<unknown>"));
                });
    }

    /// Without a route it answers 404, and that is an answer.
    private static void awaitGateway(URI gateway) throws InterruptedException {
        try (var client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
            var request = HttpRequest.newBuilder(gateway).timeout(Duration.ofSeconds(2)).build();
            until(
                    "an answer of the Gateway at " + gateway,
                    () -> {
                        try {
                            client.send(request, HttpResponse.BodyHandlers.discarding());
                            return true;
                        } catch (IOException _) {
                            return false;
                        }
                    });
        }
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws InterruptedException;
    }

    private static void until(String what, Condition condition) throws InterruptedException {
        var end = Instant.now().plus(PATIENCE);
        while (!condition.holds()) {
            if (Instant.now().isAfter(end)) {
                throw new ClusterFailure("no " + what + " within " + Progress.time(PATIENCE));
            }
            Thread.sleep(Duration.ofMillis(500));
        }
    }

    /// The nodes as the API server tells them, one a line.
    List<String> nodes() throws InterruptedException {
        return kubectl.command("get", "nodes", "--no-headers").run().lines().toList();
    }
}
