package slipway.api;

import java.util.List;

/// Every account at one moment: the sum of the balances never changes.
public record Accounts(List<Account> accounts) {}
