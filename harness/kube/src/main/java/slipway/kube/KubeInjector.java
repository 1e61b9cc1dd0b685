package slipway.kube;

import slipway.core.Fault;
import slipway.core.Injector;
import slipway.kube.Partitions.Reach;

/// Each fault by who knows how.
record KubeInjector(Rights rights, PodFaults pods, NodeFaults nodes, Partitions partitions)
        implements Injector {
    @Override
    public void rehearse(Fault fault) throws InterruptedException {
        require(fault);
        switch (fault) {
            case Fault.AtPod at -> pods.rehearse(at);
            case Fault.AtNode at -> nodes.rehearse(at);
            case Fault.Partition(_, var policy) -> partitions.rehearse(policy);
        }
    }

    /// What nodes are asked for is no right of the cluster's to give.
    private void require(Fault fault) {
        switch (fault) {
            case Fault.AtPod(var kind, _, _) -> {
                switch (kind) {
                    case DELETE, DELETE_AT_ONCE -> rights.require("delete", "", "pods");
                    case OWN_DISK, CUT_POWER, FULL_DISK, STALLED_DISK -> {
                        rights.require("get", "", "persistentvolumeclaims");
                        rights.requireEverywhere("get", "", "persistentvolumes");
                    }
                    case KILL,
                            FREEZE,
                            DELAY,
                            LOSS,
                            DUPLICATION,
                            NARROWING,
                            CUT_OFF,
                            NO_NAMES,
                            CPU,
                            OUT_OF_MEMORY,
                            CONNECTIONS,
                            NO_LOGIN -> {}
                }
            }
            case Fault.AtNode(var kind, _, _) -> {
                switch (kind) {
                    case DRAIN -> {
                        rights.requireEverywhere("patch", "", "nodes");
                        rights.require("create", "", "pods/eviction");
                    }
                    case FREEZE, CRASH, NO_KUBELET, NO_CONTROL_PLANE, DEAF_API_SERVER -> {}
                }
            }
            case Fault.Partition _ ->
                    rights.require("patch", "networking.k8s.io", "networkpolicies");
        }
    }

    @Override
    public void begin(Fault fault) throws InterruptedException {
        switch (fault) {
            case Fault.AtPod at -> pods.begin(at);
            case Fault.AtNode at -> nodes.begin(at);
            case Fault.Partition(_, var policy) -> partitions.begin(policy);
        }
    }

    @Override
    public boolean begun(Fault fault) throws InterruptedException {
        return switch (fault) {
            case Fault.AtPod at -> pods.begun(at);
            case Fault.AtNode at -> nodes.begun(at);
            case Fault.Partition(_, var policy) -> partitions.reach(policy) == Reach.NONE;
        };
    }

    @Override
    public void end(Fault fault) throws InterruptedException {
        switch (fault) {
            case Fault.AtPod at -> pods.end(at);
            case Fault.AtNode at -> nodes.end(at);
            case Fault.Partition(_, var policy) -> partitions.end(policy);
        }
    }

    @Override
    public boolean over(Fault fault) throws InterruptedException {
        return switch (fault) {
            case Fault.AtPod at -> pods.over(at);
            case Fault.AtNode at -> nodes.over(at);
            case Fault.Partition(_, var policy) -> partitions.reach(policy) == Reach.ALL;
        };
    }
}
