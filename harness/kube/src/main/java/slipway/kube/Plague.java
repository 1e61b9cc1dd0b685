package slipway.kube;

import io.fabric8.kubernetes.api.model.Pod;
import slipway.core.Fault;
import slipway.core.InvalidSpec;
import slipway.core.RunFailed;

/// What a script does to a pod on its node, and sees of it there.
///
/// @param kind as the script calls it
record Plague(NodeScript script, String kind, NodeShell nodes) {
    private static final NodeScript NETWORK = NodeScript.named("network");
    private static final NodeScript PRESSURE = NodeScript.named("pressure");

    static Plague of(Fault.AtPod.Kind kind, NodeShell nodes) {
        return switch (kind) {
            case DELAY -> new Plague(NETWORK, "delay", nodes);
            case LOSS -> new Plague(NETWORK, "loss", nodes);
            case DUPLICATION -> new Plague(NETWORK, "duplication", nodes);
            case CORRUPTION -> new Plague(NETWORK, "corruption", nodes);
            case NARROWING -> new Plague(NETWORK, "narrowing", nodes);
            case CUT_OFF -> new Plague(NETWORK, "cut", nodes);
            case NO_NAMES -> new Plague(NETWORK, "names", nodes);
            case SLOW_NAMES -> new Plague(NETWORK, "slow-names", nodes);
            case CPU -> new Plague(PRESSURE, "cpu", nodes);
            case MEMORY -> new Plague(PRESSURE, "memory", nodes);
            case OUT_OF_MEMORY -> new Plague(PRESSURE, "shortage", nodes);
            case CONNECTIONS -> new Plague(PRESSURE, "connections", nodes);
            case NO_LOGIN -> new Plague(PRESSURE, "login", nodes);
            case DELETE,
                    DELETE_AT_ONCE,
                    KILL,
                    FREEZE,
                    OWN_DISK,
                    CUT_POWER,
                    FULL_DISK,
                    STALLED_DISK,
                    SLOW_DISK ->
                    throw new IllegalArgumentException(kind + " is no script's");
        };
    }

    /// @throws InvalidSpec where the node cannot
    void rehearse(String node) throws InterruptedException {
        try {
            script.run(nodes, node, kind, "can");
        } catch (RunFailed e) {
            throw new InvalidSpec(
                    "%s cannot be brought upon a pod of %s: %s"
                            .formatted(kind, node, e.getMessage()));
        }
    }

    void begin(Pod pod) throws InterruptedException {
        script.run(nodes, node(pod), kind, "begin", pod.getMetadata().getUid());
    }

    boolean seen(Pod pod) throws InterruptedException {
        return script.yes(nodes, node(pod), kind, "seen", pod.getMetadata().getUid());
    }

    void end(Pod pod) throws InterruptedException {
        end(node(pod), pod.getMetadata().getUid());
    }

    /// Done twice, or where the pod is gone, it is as if done once.
    void end(String node, String uid) throws InterruptedException {
        script.run(nodes, node, kind, "end", uid);
    }

    private static String node(Pod pod) {
        return pod.getSpec().getNodeName();
    }
}
