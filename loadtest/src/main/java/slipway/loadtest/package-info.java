/// Loads: arrival rates, the HTTP client, the record of latency; and the checkers that belong to
/// them.
@NullMarked
package slipway.loadtest;

import org.jspecify.annotations.NullMarked;
