/// Tests of the runner, on the simulated cluster, and of the house's rules.
@NullMarked
package slipway.run;

import org.jspecify.annotations.NullMarked;
