package slipway.cluster;

import java.util.List;

/// What there is of a cluster.
public sealed interface Status {
    /// Nothing: no container of it exists.
    record Absent() implements Status {}

    /// Begun and not finished, or stopped; `slipway up` mends or renews it.
    record Broken(String why) implements Status {}

    /// It answers; one line a node, as the API server tells it.
    record Up(Access access, String engine, List<String> nodes) implements Status {}
}
