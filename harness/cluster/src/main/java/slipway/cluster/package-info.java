/// Brings a local Kubernetes cluster up and down: container engine, node image, kind, add-ons;
/// knows nothing of scenarios.
@NullMarked
package slipway.cluster;

import org.jspecify.annotations.NullMarked;
