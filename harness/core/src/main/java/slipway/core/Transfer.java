package slipway.core;

/// One movement of money; `key` is the client's idempotency key, unique in all runs.
public record Transfer(String key, String from, String to, long amount) {
    public Transfer {
        if (amount <= 0) {
            throw new InvalidSpec("a transfer moves at least 1, but " + key + " moves " + amount);
        }
    }
}
