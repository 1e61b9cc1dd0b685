package slipway.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Every account at one moment: the sum of the balances never changes.
///
/// @param schema the number of the last migration of ledger's schema; null where ledger is of a
///   version that does not say
public record Accounts(List<Account> accounts, @Nullable Integer schema) {}
