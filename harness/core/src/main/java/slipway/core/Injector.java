package slipway.core;

/// Brings faults upon a cluster, and tells from outside whether they are there: what a command that
/// does it returns proves nothing. Port of `kube` and `sim`.
public interface Injector {
    /// Asks whether this cluster can be given such a fault, and changes nothing.
    ///
    /// @throws InvalidSpec with what is in the way
    void rehearse(Fault fault) throws InterruptedException;

    /// Does it. [#begun] tells when it is there.
    ///
    /// @throws RunFailed where it cannot be done
    void begin(Fault fault) throws InterruptedException;

    /// Whether it is seen to be there, or to have been.
    boolean begun(Fault fault) throws InterruptedException;

    /// Ends what lasts. Done twice, or where nothing is left to end, it is as if done once.
    void end(Fault fault) throws InterruptedException;

    /// Whether nothing of it is to be seen any more: the pod, or another in its place, is ready.
    ///
    /// @throws RunFailed where a fault that lasts became another one, as when the kubelet replaces
    ///   what it was at
    boolean over(Fault fault) throws InterruptedException;
}
