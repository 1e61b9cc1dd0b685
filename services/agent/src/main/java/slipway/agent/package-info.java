/// Looks at DNS, api and ledger from its own node, and at the node's pressure.
@NullMarked
package slipway.agent;

import org.jspecify.annotations.NullMarked;
