/// The public HTTP API: stateless, in front of ledger.
@NullMarked
package slipway.api;

import org.jspecify.annotations.NullMarked;
