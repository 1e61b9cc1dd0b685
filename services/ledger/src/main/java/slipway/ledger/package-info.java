/// Accounts and transfers in Postgres: this service owns the schema and the invariants.
@NullMarked
package slipway.ledger;

import org.jspecify.annotations.NullMarked;
