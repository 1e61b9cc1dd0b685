/// Rollouts as disturbances, and the claims that belong to them.
@NullMarked
package slipway.rollout;

import org.jspecify.annotations.NullMarked;
