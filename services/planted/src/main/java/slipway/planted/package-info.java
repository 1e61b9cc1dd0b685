/// Bugs for scenarios to find: a version that a rollout must not let through. A service has them
/// only in a build of its own (profile `planted`), and one at a time.
@NullMarked
package slipway.planted;

import org.jspecify.annotations.NullMarked;
