package slipway.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import slipway.cluster.DoctorFinding;
import slipway.cluster.DoctorFinding.State;
import slipway.cluster.Together;
import slipway.core.Cluster;
import slipway.core.Fault;
import slipway.core.Injector;
import slipway.core.InvalidSpec;
import slipway.core.Pod;
import slipway.core.RunFailed;

/// The faults that a cluster cannot be given, and why: asked of its API server and of its nodes,
/// which stay as they are. It takes some seconds.
///
/// @param reasons by what the fault is called
record ImpossibleFaults(SortedMap<String, String> reasons) {
    static final String ASK =
            "the cluster tells which of them cannot be brought about, once one is up";

    private static final String NAME = "faults";

    /// A kind of fault, by one of which all are known.
    ///
    /// @param any one of them that can be brought about will do
    private record Question(String fault, List<Fault> any) {}

    /// Of the cluster that is up on this host with the suite on it; nothing where there is none.
    static Optional<ImpossibleFaults> here(Berth berth) throws InterruptedException {
        try (var cluster = berth.kube()) {
            return Optional.of(on(cluster));
        } catch (InvalidSpec _) {
            return Optional.empty();
        }
    }

    static ImpossibleFaults on(Cluster cluster) throws InterruptedException {
        var reasons = new ConcurrentSkipListMap<String, String>();
        var injector = cluster.injector();
        Together.forEach(
                questions(cluster),
                question -> {
                    var refused = refusals(injector, question.any());
                    if (refused.size() == question.any().size()) {
                        reasons.put(question.fault(), String.join("; ", refused));
                    }
                });
        return new ImpossibleFaults(reasons);
    }

    /// A line for each that cannot be brought about, else one that says so.
    List<String> lines() {
        return reasons.isEmpty()
                ? List.of("all of them can be brought about")
                : reasons.entrySet().stream()
                        .map(reason -> reason.getKey() + ": " + reason.getValue())
                        .toList();
    }

    DoctorFinding finding() {
        return new DoctorFinding(
                NAME,
                reasons.isEmpty() ? State.OK : State.NOTE,
                String.join("; ", lines()),
                "what scenarios of the family chaos bring about; those that need another are refused",
                "");
    }

    /// Where nobody can be asked.
    static DoctorFinding unknown() {
        return new DoctorFinding(NAME, State.NOTE, ASK, "a cluster with the suite on it", "");
    }

    private static List<String> refusals(Injector injector, List<Fault> faults)
            throws InterruptedException {
        var refusals = new ArrayList<String>();
        for (var fault : faults) {
            try {
                injector.rehearse(fault);
            } catch (InvalidSpec | RunFailed e) {
                refusals.add(String.valueOf(e.getMessage()));
            }
        }
        return refusals.stream().distinct().toList();
    }

    private static List<Question> questions(Cluster cluster) {
        var atPods =
                Stream.of(Fault.AtPod.Kind.values())
                        .map(kind -> new Question(kind.noun(), atPods(cluster, kind)));
        var nodes = cluster.pods(ChaosScenarios.AGENT).stream().map(Pod::node).distinct().toList();
        var atNodes =
                Stream.of(Fault.AtNode.Kind.values())
                        .map(
                                kind ->
                                        new Question(
                                                kind.noun() + " of a node",
                                                nodes.stream()
                                                        .<Fault>map(
                                                                node ->
                                                                        new Fault.AtNode(
                                                                                kind,
                                                                                ChaosScenarios
                                                                                        .AGENT,
                                                                                node))
                                                        .toList()));
        return Stream.concat(atPods, atNodes).toList();
    }

    /// At whom scenarios have it.
    private static List<Fault> atPods(Cluster cluster, Fault.AtPod.Kind kind) {
        var workload =
                switch (kind) {
                    case OWN_DISK, CUT_POWER, FULL_DISK, STALLED_DISK, CONNECTIONS, NO_LOGIN ->
                            ChaosScenarios.POSTGRES;
                    default -> ChaosScenarios.API;
                };
        return cluster.pods(workload).stream()
                .filter(Pod::ready)
                .<Fault>map(pod -> new Fault.AtPod(kind, workload, pod))
                .limit(1)
                .toList();
    }
}
