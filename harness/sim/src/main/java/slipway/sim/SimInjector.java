package slipway.sim;

import java.util.Optional;
import java.util.function.Predicate;
import slipway.core.Fault;
import slipway.core.Injector;
import slipway.core.RunFailed;

/// Faults at simulated pods, and at the way to them or from them.
record SimInjector(SimCluster cluster) implements Injector {
    @Override
    public void rehearse(Fault fault) {}

    @Override
    public void begin(Fault fault) throws InterruptedException {
        switch (fault) {
            case Fault.AtPod at -> begin(at.kind(), there(at));
            case Fault.AtNode at -> begin(at);
            case Fault.Partition _ -> cluster.cut = true;
            case Fault.NoBudget _ -> cluster.unbounded = true;
        }
    }

    private void begin(Fault.AtNode fault) throws InterruptedException {
        if (fault.lasting()) {
            cluster.faulty.add(fault.node());
        }
        switch (fault.kind()) {
            case DRAIN -> cluster.drain(fault.node());
            case FREEZE, CRASH -> cluster.on(fault.node()).forEach(pod -> pod.frozen = true);
            case NO_KUBELET, NO_CONTROL_PLANE, DEAF_API_SERVER -> {}
        }
    }

    private void begin(Fault.AtPod.Kind kind, SimPod pod) {
        switch (kind) {
            case DELETE -> {
                cluster.struck(pod, kind);
                cluster.leave(pod, pod.drains());
            }
            case DELETE_AT_ONCE -> cluster.leave(pod, false);
            case KILL, CUT_POWER, OUT_OF_MEMORY -> cluster.restart(pod, kind);
            case FREEZE, CUT_OFF -> pod.frozen = true;
            case SLOW_DISK,
                    DELAY,
                    LOSS,
                    DUPLICATION,
                    CORRUPTION,
                    NARROWING,
                    NO_NAMES,
                    SLOW_NAMES,
                    CPU,
                    MEMORY,
                    CONNECTIONS ->
                    pod.plague = kind;
            case FULL_DISK, STALLED_DISK -> cluster.full = true;
            case NO_LOGIN -> cluster.cut = true;
            case OWN_DISK -> {
                pod.ownDisk = true;
                cluster.restart(pod, kind);
            }
        }
    }

    @Override
    public boolean begun(Fault fault) {
        return switch (fault) {
            case Fault.AtPod at -> begun(at);
            case Fault.AtNode at -> !at.lasting() || cluster.faulty.contains(at.node());
            case Fault.Partition _ -> cluster.cut;
            case Fault.NoBudget _ -> cluster.unbounded;
        };
    }

    private boolean begun(Fault.AtPod fault) {
        return switch (fault.kind()) {
            case DELETE, DELETE_AT_ONCE -> !is(fault, SimPod::stays);
            case KILL, CUT_POWER, OUT_OF_MEMORY ->
                    is(fault, pod -> pod.restarts > fault.pod().restarts());
            case FREEZE, CUT_OFF -> is(fault, pod -> pod.frozen);
            case OWN_DISK -> is(fault, pod -> pod.ownDisk && pod.ready());
            case FULL_DISK, STALLED_DISK -> cluster.full;
            case NO_LOGIN -> cluster.cut;
            default -> is(fault, pod -> pod.plague == fault.kind());
        };
    }

    @Override
    public void end(Fault fault) {
        switch (fault) {
            case Fault.AtPod at -> find(at).ifPresent(pod -> end(at.kind(), pod));
            case Fault.AtNode at -> {
                cluster.faulty.remove(at.node());
                cluster.on(at.node()).forEach(pod -> pod.frozen = false);
            }
            case Fault.Partition _ -> cluster.cut = false;
            case Fault.NoBudget _ -> cluster.unbounded = false;
        }
    }

    private void end(Fault.AtPod.Kind kind, SimPod pod) {
        pod.frozen = false;
        pod.plague = null;
        cluster.full &= kind != Fault.AtPod.Kind.FULL_DISK && kind != Fault.AtPod.Kind.STALLED_DISK;
        cluster.cut &= kind != Fault.AtPod.Kind.NO_LOGIN;
        if (kind == Fault.AtPod.Kind.OWN_DISK && pod.ownDisk) {
            pod.ownDisk = false;
            cluster.restart(pod, kind);
        }
    }

    @Override
    public boolean over(Fault fault) {
        return switch (fault) {
            case Fault.AtPod at -> over(at);
            case Fault.AtNode at -> !cluster.faulty.contains(at.node());
            case Fault.Partition _ -> !cluster.cut;
            case Fault.NoBudget _ -> !cluster.unbounded;
        };
    }

    /// A pod that has left has no fault any more.
    private boolean over(Fault.AtPod fault) {
        return switch (fault.kind()) {
            case DELETE, DELETE_AT_ONCE -> find(fault).isEmpty();
            case KILL, CUT_POWER, OUT_OF_MEMORY ->
                    find(fault).isEmpty() || (begun(fault) && is(fault, SimPod::ready));
            case OWN_DISK -> is(fault, pod -> !pod.ownDisk && pod.ready());
            case FULL_DISK, STALLED_DISK -> !cluster.full && is(fault, SimPod::ready);
            case NO_LOGIN -> !cluster.cut && is(fault, SimPod::ready);
            case FREEZE, CUT_OFF ->
                    find(fault).isEmpty() || is(fault, pod -> !pod.frozen && pod.ready());
            default -> find(fault).isEmpty() || is(fault, pod -> pod.plague == null && pod.ready());
        };
    }

    private boolean is(Fault.AtPod fault, Predicate<SimPod> what) {
        return find(fault).filter(what).isPresent();
    }

    private SimPod there(Fault.AtPod fault) {
        return find(fault).orElseThrow(() -> new RunFailed(fault.pod().name() + " is gone"));
    }

    private Optional<SimPod> find(Fault.AtPod fault) {
        return cluster.find(fault.pod().name());
    }
}
