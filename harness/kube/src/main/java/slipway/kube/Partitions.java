package slipway.kube;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slipway.core.Fault;
import slipway.core.InvalidSpec;
import slipway.core.RunFailed;

/// Exceptions of NetworkPolicies, withdrawn and made again: a policy that lets somebody through
/// loses its rule, and keeps it in an annotation meanwhile. Whether that bites is looked at from
/// within the pods: where nothing enforces a policy, it is only a text.
record Partitions(Api api, NodeShell nodes) implements Ways<Fault.Partition> {
    /// The rules as they were.
    private static final String WITHDRAWN = "slipway/withdrawn";

    /// So many pods of each side are looked at: they are alike.
    private static final int FEW = 4;

    /// In seconds: a connection is there in milliseconds, or is not let through.
    private static final int PATIENCE = 1;

    /// Who gets through, of those whom a policy has an exception for.
    enum Reach {
        ALL,
        SOME,
        NONE
    }

    /// The one rule of a policy.
    ///
    /// @param field of the policy's spec, by its direction
    /// @param json all rules as they are to be put back
    private record Rule(
            String field,
            List<NetworkPolicyPeer> peers,
            List<NetworkPolicyPort> ports,
            String json) {
        static Rule of(NetworkPolicy policy) {
            var spec = policy.getSpec();
            var name = policy.getMetadata().getName();
            if (spec.getIngress().size() == 1 && spec.getEgress().isEmpty()) {
                var rule = spec.getIngress().getFirst();
                return new Rule(
                        "ingress",
                        rule.getFrom(),
                        rule.getPorts(),
                        Serialization.asJson(spec.getIngress()));
            }
            if (spec.getEgress().size() == 1 && spec.getIngress().isEmpty()) {
                var rule = spec.getEgress().getFirst();
                return new Rule(
                        "egress",
                        rule.getTo(),
                        rule.getPorts(),
                        Serialization.asJson(spec.getEgress()));
            }
            throw new InvalidSpec(
                    "expected one rule, in or out, in the NetworkPolicy %s, found %d in and %d out"
                            .formatted(name, spec.getIngress().size(), spec.getEgress().size()));
        }

        /// The first port of TCP: whether a datagram arrives nobody tells.
        Optional<Integer> port() {
            return ports.stream()
                    .filter(
                            port ->
                                    Objects.requireNonNullElse(port.getProtocol(), "TCP")
                                            .equals("TCP"))
                    .map(NetworkPolicyPort::getPort)
                    .filter(Objects::nonNull)
                    .map(port -> port.getIntVal())
                    .filter(Objects::nonNull)
                    .findFirst();
        }
    }

    @Override
    public void require(Fault.Partition fault, Rights rights) {
        rights.require("patch", "networking.k8s.io", "networkpolicies");
    }

    /// @throws InvalidSpec where there is no such policy, or nobody gets through by it
    @Override
    public void rehearse(Fault.Partition fault) throws InterruptedException {
        var name = fault.policy();
        var policy = get(name);
        if (policy == null) {
            throw new InvalidSpec(
                    "expected a NetworkPolicy %s in the namespace %s, found none; k8s/components/policies has those that there are"
                            .formatted(name, api.namespace()));
        }
        if (withdrawn(policy) != null) {
            throw new InvalidSpec(
                    "the NetworkPolicy %s is withdrawn already; ./slipway up puts it back, or makes it again once it is deleted"
                            .formatted(name));
        }
        if (reach(name) != Reach.ALL) {
            throw new InvalidSpec(
                    "whom the NetworkPolicy %s lets through does not get through even now: see ./slipway status"
                            .formatted(name));
        }
    }

    @Override
    public void begin(Fault.Partition fault) {
        var name = fault.policy();
        var policy = there(name);
        if (withdrawn(policy) == null) {
            var rules = Rule.of(policy).json();
            change(
                    name,
                    now ->
                            new NetworkPolicyBuilder(now)
                                    .editMetadata()
                                    .addToAnnotations(WITHDRAWN, rules)
                                    .endMetadata()
                                    .editSpec()
                                    .withIngress()
                                    .withEgress()
                                    .endSpec()
                                    .build());
        }
    }

    @Override
    public boolean begun(Fault.Partition fault) throws InterruptedException {
        return reach(fault.policy()) == Reach.NONE;
    }

    @Override
    public void end(Fault.Partition fault) {
        var name = fault.policy();
        var policy = get(name);
        if (policy != null && withdrawn(policy) != null) {
            var whole = whole(policy).getSpec();
            change(
                    name,
                    now ->
                            new NetworkPolicyBuilder(now)
                                    .editMetadata()
                                    .removeFromAnnotations(WITHDRAWN)
                                    .endMetadata()
                                    .editSpec()
                                    .withIngress(whole.getIngress())
                                    .withEgress(whole.getEgress())
                                    .endSpec()
                                    .build());
        }
    }

    @Override
    public boolean over(Fault.Partition fault) throws InterruptedException {
        return reach(fault.policy()) == Reach.ALL;
    }

    /// Tries to connect, from within pods that the policy is about.
    ///
    /// @return [Reach#SOME] where there is nobody ready to try it with
    Reach reach(String name) throws InterruptedException {
        var policy = whole(there(name));
        var rule = Rule.of(policy);
        var selected = few(pods(api.namespace(), policy.getSpec().getPodSelector()));
        var others = few(rule.peers().stream().flatMap(this::pods));
        boolean in = rule.field().equals("ingress");
        var from = in ? others : selected;
        var to = in ? selected : others;
        var port = rule.port();
        if (port.isEmpty()) {
            throw new RunFailed("the NetworkPolicy %s lets nobody talk over TCP".formatted(name));
        }
        if (from.isEmpty() || to.isEmpty()) {
            // Whoever is cut off may not be ready for a while after.
            return Reach.SOME;
        }
        var connected = new ArrayList<Boolean>();
        for (var one : from) {
            connected.add(connects(one, to.getFirst(), port.get()));
        }
        for (var one : to.subList(1, to.size())) {
            connected.add(connects(from.getFirst(), one, port.get()));
        }
        int many = Collections.frequency(connected, true);
        return many == 0 ? Reach.NONE : many == connected.size() ? Reach.ALL : Reach.SOME;
    }

    private boolean connects(Pod from, Pod to, int port) throws InterruptedException {
        // The image of a pod need not have a shell: its node has one, and enters its network.
        return nodes.run(
                        from.getSpec().getNodeName(),
                        "nsenter",
                        "--net",
                        "--target",
                        String.valueOf(new Processes(nodes, "").first(from)),
                        "sh",
                        "-c",
                        "timeout %d bash -c '</dev/tcp/%s/%d' 2>/dev/null && echo open || echo closed"
                                .formatted(PATIENCE, to.getStatus().getPodIP(), port))
                .strip()
                .equals("open");
    }

    private static List<Pod> few(Stream<Pod> pods) {
        return pods.filter(Pods::ready)
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .limit(FEW)
                .toList();
    }

    /// Of this namespace, where the peer names no other.
    private Stream<Pod> pods(NetworkPolicyPeer peer) {
        var selector = peer.getPodSelector() == null ? new LabelSelector() : peer.getPodSelector();
        if (peer.getNamespaceSelector() == null) {
            return pods(api.namespace(), selector);
        }
        return api
                .ask(
                        "list the namespaces",
                        () ->
                                api.client()
                                        .namespaces()
                                        .withLabelSelector(peer.getNamespaceSelector())
                                        .list()
                                        .getItems())
                .stream()
                .map(Namespace::getMetadata)
                .flatMap(namespace -> pods(namespace.getName(), selector));
    }

    private Stream<Pod> pods(String namespace, LabelSelector selector) {
        return api
                .ask(
                        "list the pods of " + namespace,
                        () ->
                                api.client()
                                        .pods()
                                        .inNamespace(namespace)
                                        .withLabelSelector(selector)
                                        .list()
                                        .getItems())
                .stream();
    }

    /// As it is while nobody has withdrawn it.
    private static NetworkPolicy whole(NetworkPolicy policy) {
        var rules = withdrawn(policy);
        if (rules == null) {
            return policy;
        }
        var field = policy.getSpec().getPolicyTypes().contains("Ingress") ? "ingress" : "egress";
        var before =
                Serialization.unmarshal(
                        "{\"spec\": {\"%s\": %s}}".formatted(field, rules), NetworkPolicy.class);
        before.setMetadata(policy.getMetadata());
        before.getSpec().setPodSelector(policy.getSpec().getPodSelector());
        return before;
    }

    private static @Nullable String withdrawn(NetworkPolicy policy) {
        return policy.getMetadata().getAnnotations().get(WITHDRAWN);
    }

    private void change(String name, UnaryOperator<NetworkPolicy> change) {
        api.tell("change the NetworkPolicy " + name, () -> resource(name).edit(change));
    }

    private NetworkPolicy there(String name) {
        var policy = get(name);
        if (policy == null) {
            throw new RunFailed("the NetworkPolicy %s is gone".formatted(name));
        }
        return policy;
    }

    private @Nullable NetworkPolicy get(String name) {
        return api.ask("read the NetworkPolicy " + name, resource(name)::get);
    }

    private Resource<NetworkPolicy> resource(String name) {
        return api.client()
                .network()
                .v1()
                .networkPolicies()
                .inNamespace(api.namespace())
                .withName(name);
    }
}
