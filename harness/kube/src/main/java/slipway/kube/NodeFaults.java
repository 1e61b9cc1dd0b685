package slipway.kube;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import slipway.core.Fault;
import slipway.core.InvalidSpec;
import slipway.core.RunFailed;

/// Faults at nodes.
record NodeFaults(Api api, NodeHost host) implements Ways<Fault.AtNode> {
    /// Evictions go one after the other where a budget allows one at a time, and each JVM takes its
    /// time to start elsewhere.
    private static final Duration DRAINED = Duration.ofMinutes(4);

    /// What was evicted has to be ready elsewhere before another one goes.
    private static final Duration READY = Duration.ofSeconds(60);

    private static final String CONTROL_PLANE = "node-role.kubernetes.io/control-plane";

    /// As the kernel names their processes, of which it keeps 15 letters.
    private static final String CONTROLLERS = "etcd|kube-apiserver|kube-controller|kube-scheduler";

    private static final String DEAF =
            """
            pkill -STOP -x kube-apiserver
            setsid sh -c 'sleep 8; pkill -CONT -x kube-apiserver' >/dev/null 2>&1 </dev/null &
            """;

    /// Ports in this order: etcd's, the scheduler's, the controller manager's, and the API server.
    private static final String CONTROLLED =
            """
            for port in 2379 10259 10257; do
                ss -Hltn "sport = :$port" | grep -q . || exit 0
            done
            [ "$(curl -sk --max-time 2 https://localhost:6443/readyz)" != ok ] || echo yes
            """;

    @Override
    public void require(Fault.AtNode fault, Rights rights) {
        switch (fault.kind()) {
            case DRAIN -> {
                rights.requireEverywhere("patch", "", "nodes");
                rights.require("create", "", "pods/eviction");
            }
            case FREEZE, CRASH, NO_KUBELET, NO_CONTROL_PLANE, DEAF_API_SERVER -> {}
        }
    }

    @Override
    public void rehearse(Fault.AtNode fault) throws InterruptedException {
        var node = node(fault);
        if (!ready(node)) {
            throw new InvalidSpec(
                    "the node %s is not ready: see kubectl describe node".formatted(fault.node()));
        }
        switch (fault.kind()) {
            case DRAIN -> {
                if (cordoned(node)) {
                    throw new InvalidSpec(
                            "%s is cordoned already: kubectl uncordon %s, if it may take pods"
                                    .formatted(fault.node(), fault.node()));
                }
            }
            case FREEZE, CRASH -> {
                if (controls(node)) {
                    throw new InvalidSpec(
                            "%s carries the control plane, which tells how all of this goes"
                                    .formatted(fault.node()));
                }
                if (host.frozen(fault.node())) {
                    throw new InvalidSpec(fault.node() + " is frozen already");
                }
            }
            case NO_KUBELET -> {
                if (!kubelet(fault.node())) {
                    throw new InvalidSpec("the kubelet of %s does not run".formatted(fault.node()));
                }
            }
            case NO_CONTROL_PLANE, DEAF_API_SERVER -> {
                if (!controls(node)) {
                    throw new InvalidSpec(fault.node() + " carries no control plane");
                }
                if (!controlled(fault.node())) {
                    throw new InvalidSpec(
                            "the control plane of %s is not all there: kubectl get pods -n kube-system"
                                    .formatted(fault.node()));
                }
            }
        }
    }

    @Override
    public void begin(Fault.AtNode fault) throws InterruptedException {
        switch (fault.kind()) {
            case DRAIN -> {
                cordon(fault.node(), true);
                evict(fault.node());
            }
            case FREEZE -> host.freeze(fault.node());
            case CRASH -> host.crash(fault.node());
            case NO_KUBELET -> host.run(fault.node(), "systemctl", "stop", "kubelet");
            case NO_CONTROL_PLANE -> host.run(fault.node(), "pkill", "-KILL", "-x", CONTROLLERS);
            case DEAF_API_SERVER -> host.run(fault.node(), "sh", "-c", DEAF);
        }
    }

    @Override
    public boolean begun(Fault.AtNode fault) throws InterruptedException {
        return switch (fault.kind()) {
            case DRAIN -> cordoned(node(fault)) && evictable(fault.node()).isEmpty();
            case FREEZE -> host.frozen(fault.node());
            case CRASH -> !host.running(fault.node());
            case NO_KUBELET -> !kubelet(fault.node());
            case NO_CONTROL_PLANE, DEAF_API_SERVER -> !controlled(fault.node());
        };
    }

    @Override
    public void end(Fault.AtNode fault) throws InterruptedException {
        switch (fault.kind()) {
            case DRAIN -> {
                cordon(fault.node(), false);
                spread();
            }
            case FREEZE -> host.thaw(fault.node());
            case CRASH -> host.start(fault.node());
            case NO_KUBELET -> host.run(fault.node(), "systemctl", "start", "kubelet");
            case NO_CONTROL_PLANE, DEAF_API_SERVER -> {}
        }
    }

    @Override
    public boolean over(Fault.AtNode fault) throws InterruptedException {
        boolean gone =
                switch (fault.kind()) {
                    case DRAIN -> !cordoned(node(fault)) && moved();
                    case FREEZE -> !host.frozen(fault.node());
                    case CRASH -> host.running(fault.node());
                    case NO_KUBELET -> kubelet(fault.node());
                    case NO_CONTROL_PLANE, DEAF_API_SERVER -> controlled(fault.node());
                };
        return gone && ready(node(fault));
    }

    /// Whether all that was evicted is ready elsewhere, whatever workload it is of.
    private boolean moved() {
        return pods().stream().allMatch(pod -> Pods.leaving(pod) || Pods.ready(pod));
    }

    private List<Pod> pods() {
        return api.ask(
                "list the pods of " + api.namespace(),
                () -> api.client().pods().inNamespace(api.namespace()).list().getItems());
    }

    private boolean kubelet(String node) throws InterruptedException {
        // Its exit code says the same, but a command that fails is one that could not be run.
        return host.run(node, "sh", "-c", "systemctl is-active kubelet || true")
                .strip()
                .equals("active");
    }

    /// Whether each part of the control plane listens, and the API server says that it is ready: it
    /// is asked on its node, for it may be the one that does not answer.
    private boolean controlled(String node) throws InterruptedException {
        return host.run(node, "sh", "-c", CONTROLLED).strip().equals("yes");
    }

    private static boolean controls(Node node) {
        return node.getMetadata().getLabels().containsKey(CONTROL_PLANE);
    }

    private void cordon(String node, boolean cordoned) {
        api.tell(
                (cordoned ? "cordon " : "uncordon ") + node,
                () ->
                        api.client()
                                .nodes()
                                .withName(node)
                                .patch(
                                        PatchContext.of(PatchType.JSON_MERGE),
                                        "{\"spec\": {\"unschedulable\": %s}}"
                                                .formatted(cordoned ? "true" : "null")));
    }

    /// Asks for it until the budgets have let all of them go.
    private void evict(String node) throws InterruptedException {
        boolean drained =
                Poll.until(
                        DRAINED,
                        () -> {
                            var pods = evictable(node);
                            for (var pod : pods) {
                                if (!Pods.leaving(pod)) {
                                    api.ask(
                                            "evict Pod " + pod.getMetadata().getName(),
                                            () -> evict(pod));
                                }
                            }
                            return pods.isEmpty();
                        });
        if (!drained) {
            throw new RunFailed(
                    "%s was not drained after %s: %s stay"
                            .formatted(
                                    node,
                                    Sentence.time(DRAINED),
                                    evictable(node).stream()
                                            .map(pod -> pod.getMetadata().getName())
                                            .toList()));
        }
    }

    /// Nobody else brings pods back to a node that is there again (as the descheduler's
    /// `RemovePodsViolatingTopologySpreadConstraint`), and the next fault would find all of them on
    /// one. One at a time, as their budgets let them, and no more than there are: the scheduler may
    /// have its reasons to put them where they were.
    private void spread() throws InterruptedException {
        for (int left = pods().size(); left > 0 && Poll.until(READY, this::moved); left--) {
            var surplus = surplus();
            if (surplus.isEmpty()) {
                return;
            }
            var pod = surplus.get();
            api.ask("evict Pod " + pod.getMetadata().getName(), () -> evict(pod));
        }
    }

    /// A pod of a workload that has two more of them on its node than on another that takes pods.
    private Optional<Pod> surplus() {
        var nodes =
                api.ask("list the nodes", () -> api.client().nodes().list().getItems()).stream()
                        .filter(node -> ready(node) && !cordoned(node) && untainted(node))
                        .map(node -> node.getMetadata().getName())
                        .toList();
        return nodes.stream()
                .flatMap(node -> evictable(node).stream())
                .filter(pod -> !Pods.leaving(pod) && !owner(pod).isEmpty())
                .collect(
                        Collectors.groupingBy(NodeFaults::owner, TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .flatMap(pods -> surplus(pods, nodes).stream())
                .findFirst();
    }

    /// @param pods of one workload
    static Optional<Pod> surplus(List<Pod> pods, List<String> nodes) {
        var byNode = new TreeMap<String, List<Pod>>();
        nodes.forEach(node -> byNode.put(node, new ArrayList<>()));
        pods.forEach(
                pod ->
                        byNode.computeIfAbsent(pod.getSpec().getNodeName(), _ -> new ArrayList<>())
                                .add(pod));
        var most = Collections.max(byNode.values(), Comparator.comparingInt(List::size));
        var fewest = Collections.min(byNode.values(), Comparator.comparingInt(List::size));
        return most.size() < fewest.size() + 2 ? Optional.empty() : Optional.of(most.getLast());
    }

    private static String owner(Pod pod) {
        return pod.getMetadata().getOwnerReferences().stream()
                .map(owner -> owner.getUid())
                .findFirst()
                .orElse("");
    }

    private static boolean untainted(Node node) {
        var taints = node.getSpec().getTaints();
        return taints == null
                || taints.stream().noneMatch(taint -> taint.getEffect().startsWith("No"));
    }

    /// @return false where its budget does not let it go yet
    private boolean evict(Pod pod) {
        return api.client()
                .pods()
                .inNamespace(api.namespace())
                .withName(pod.getMetadata().getName())
                .evict();
    }

    /// A DaemonSet's are on every node, and stay.
    private List<Pod> evictable(String node) {
        return api
                .ask(
                        "list the pods on " + node,
                        () ->
                                api.client()
                                        .pods()
                                        .inNamespace(api.namespace())
                                        .withField("spec.nodeName", node)
                                        .list()
                                        .getItems())
                .stream()
                .filter(
                        pod ->
                                pod.getMetadata().getOwnerReferences().stream()
                                        .noneMatch(owner -> owner.getKind().equals("DaemonSet")))
                .toList();
    }

    private Node node(Fault.AtNode fault) {
        var node =
                api.ask(
                        "read the node " + fault.node(),
                        () -> api.client().nodes().withName(fault.node()).get());
        if (node == null) {
            throw new InvalidSpec("there is no node %s: kubectl get nodes".formatted(fault.node()));
        }
        return node;
    }

    private static boolean cordoned(Node node) {
        return Boolean.TRUE.equals(node.getSpec().getUnschedulable());
    }

    private static boolean ready(Node node) {
        return node.getStatus().getConditions().stream()
                .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
    }
}
