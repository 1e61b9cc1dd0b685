/// The api's tests, against a hand-written ledger that speaks real HTTP.
@NullMarked
package slipway.api;

import org.jspecify.annotations.NullMarked;
