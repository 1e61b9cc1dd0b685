/// Faults as disturbances, and the claims that belong to them.
@NullMarked
package slipway.chaos;

import org.jspecify.annotations.NullMarked;
