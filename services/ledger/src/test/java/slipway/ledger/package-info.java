/// The ledger's tests: plain ones, and Quarkus tests on a real embedded Postgres.
@NullMarked
package slipway.ledger;

import org.jspecify.annotations.NullMarked;
