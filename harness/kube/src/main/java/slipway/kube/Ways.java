package slipway.kube;

import slipway.core.Fault;
import slipway.core.InvalidSpec;

/// How faults of one kind are brought about and seen, each as [Injector] has it.
interface Ways<F extends Fault> {
    /// What of it the API server is asked for; what nodes are asked for is no right of the
    /// cluster's to give.
    ///
    /// @throws InvalidSpec where the right to it is missing
    void require(F fault, Rights rights);

    void rehearse(F fault) throws InterruptedException;

    void begin(F fault) throws InterruptedException;

    boolean begun(F fault) throws InterruptedException;

    void end(F fault) throws InterruptedException;

    boolean over(F fault) throws InterruptedException;
}
