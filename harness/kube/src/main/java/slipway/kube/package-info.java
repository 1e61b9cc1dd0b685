/// A cluster behind any Kubernetes API server: acts on it, watches it, and collects its evidence.
@NullMarked
package slipway.kube;

import org.jspecify.annotations.NullMarked;
