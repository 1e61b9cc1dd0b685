package slipway.core;

/// Which image a version of a workload is, on the cluster at hand.
@FunctionalInterface
public interface Images {
    /// @throws InvalidSpec where there is no such image
    Image of(Workload workload, Version version);
}
