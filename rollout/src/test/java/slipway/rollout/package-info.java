/// Tests of the rollouts and their checkers.
@NullMarked
package slipway.rollout;

import org.jspecify.annotations.NullMarked;
