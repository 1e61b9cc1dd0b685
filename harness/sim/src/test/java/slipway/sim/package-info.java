/// Tests of the simulated cluster.
@NullMarked
package slipway.sim;

import org.jspecify.annotations.NullMarked;
