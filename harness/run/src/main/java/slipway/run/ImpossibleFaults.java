package slipway.run;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
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
    /// What no cluster is given, and why; docs/faults.md says more of it.
    static final SortedMap<String, String> NOWHERE =
            Collections.unmodifiableSortedMap(
                    new TreeMap<>(
                            Map.of(
                                    "a clock that is wrong",
                                    "containers share their node's time of day, and nothing is put into a program that was shipped",
                                    "an expired certificate",
                                    "the suite speaks no TLS of its own",
                                    "an API server that is asked for too much",
                                    "it would take the processors of all others on this host: it is frozen in place of that")));

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
                question ->
                        why(injector, question.any())
                                .ifPresent(why -> reasons.put(question.fault(), why)));
        return new ImpossibleFaults(reasons);
    }

    /// A line for each that cannot be brought about, else one that says so.
    List<String> lines() {
        return reasons.isEmpty() ? List.of("all of them can be brought about") : lines(reasons);
    }

    /// A line for each.
    static List<String> lines(SortedMap<String, String> reasons) {
        return reasons.entrySet().stream()
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

    /// Of [#NOWHERE].
    static DoctorFinding nowhere() {
        return new DoctorFinding(
                "faults left out",
                State.NOTE,
                String.join("; ", lines(NOWHERE)),
                "nothing of this host: no cluster is given these (docs/faults.md)",
                "");
    }

    /// Where nobody can be asked.
    static DoctorFinding unknown() {
        return new DoctorFinding(NAME, State.NOTE, ASK, "a cluster with the suite on it", "");
    }

    /// Why none of them can be brought about; nothing where one can.
    private static Optional<String> why(Injector injector, List<Fault> faults)
            throws InterruptedException {
        var refusals = new TreeSet<String>();
        for (var fault : faults) {
            try {
                injector.rehearse(fault);
                return Optional.empty();
            } catch (InvalidSpec | RunFailed e) {
                refusals.add(String.valueOf(e.getMessage()));
            }
        }
        return Optional.of(
                refusals.isEmpty()
                        ? "no pod is ready that it could be at"
                        : String.join("; ", refusals));
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
        return Stream.of(atPods, atNodes, others()).flatMap(questions -> questions).toList();
    }

    /// Those that are at no pod and no node.
    private static Stream<Question> others() {
        return Stream.concat(
                        ChaosScenarios.WITHDRAWN.stream()
                                .map(policy -> new Fault.Partition(ChaosScenarios.LEDGER, policy)),
                        Stream.of(new Fault.NoBudget(ChaosScenarios.API)))
                .map(fault -> new Question(fault.toString(), List.of(fault)));
    }

    /// At whom scenarios have it.
    private static List<Fault> atPods(Cluster cluster, Fault.AtPod.Kind kind) {
        var workload =
                switch (kind) {
                    case OWN_DISK,
                            CUT_POWER,
                            FULL_DISK,
                            STALLED_DISK,
                            SLOW_DISK,
                            CONNECTIONS,
                            NO_LOGIN ->
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
