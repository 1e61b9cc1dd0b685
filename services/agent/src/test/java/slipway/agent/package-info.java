/// The agent's tests, against a hand-written target that speaks real HTTP.
@NullMarked
package slipway.agent;

import org.jspecify.annotations.NullMarked;
