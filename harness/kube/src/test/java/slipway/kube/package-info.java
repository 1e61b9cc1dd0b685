/// Tests of the cluster behind an API server: pure parts, and a mock API server that keeps objects.
@NullMarked
package slipway.kube;

import org.jspecify.annotations.NullMarked;
