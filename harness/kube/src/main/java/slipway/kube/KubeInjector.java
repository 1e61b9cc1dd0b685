package slipway.kube;

import slipway.core.Fault;
import slipway.core.Injector;

/// Each fault by who knows how.
record KubeInjector(
        Rights rights,
        Ways<Fault.AtPod> pods,
        Ways<Fault.AtNode> nodes,
        Ways<Fault.Partition> partitions,
        Ways<Fault.NoBudget> budgets)
        implements Injector {
    /// A fault, and the ways that are its kind's.
    private record Known<F extends Fault>(Ways<F> ways, F fault) {
        void rehearse(Rights rights) throws InterruptedException {
            ways.require(fault, rights);
            ways.rehearse(fault);
        }

        void begin() throws InterruptedException {
            ways.begin(fault);
        }

        boolean begun() throws InterruptedException {
            return ways.begun(fault);
        }

        void end() throws InterruptedException {
            ways.end(fault);
        }

        boolean over() throws InterruptedException {
            return ways.over(fault);
        }
    }

    private Known<?> known(Fault fault) {
        return switch (fault) {
            case Fault.AtPod at -> new Known<>(pods, at);
            case Fault.AtNode at -> new Known<>(nodes, at);
            case Fault.Partition partition -> new Known<>(partitions, partition);
            case Fault.NoBudget none -> new Known<>(budgets, none);
        };
    }

    @Override
    public void rehearse(Fault fault) throws InterruptedException {
        known(fault).rehearse(rights);
    }

    @Override
    public void begin(Fault fault) throws InterruptedException {
        known(fault).begin();
    }

    @Override
    public boolean begun(Fault fault) throws InterruptedException {
        return known(fault).begun();
    }

    @Override
    public void end(Fault fault) throws InterruptedException {
        known(fault).end();
    }

    @Override
    public boolean over(Fault fault) throws InterruptedException {
        return known(fault).over();
    }
}
