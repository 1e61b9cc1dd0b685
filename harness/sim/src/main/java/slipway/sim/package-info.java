/// A cluster and its suite in memory under a hand-driven clock: the same scenarios in milliseconds.
/// It proves the harness, never Kubernetes.
@NullMarked
package slipway.sim;

import org.jspecify.annotations.NullMarked;
