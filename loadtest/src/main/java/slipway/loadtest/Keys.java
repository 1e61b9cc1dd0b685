package slipway.loadtest;

/// The idempotency keys of a run: `RUN-1`, `RUN-2`, …
final class Keys {
    private Keys() {}

    static String of(String run, long id) {
        return prefix(run) + id;
    }

    static String prefix(String run) {
        return run + "-";
    }

    /// Whether a key is of that run. The run `a` does not own `a-b-1`, a key of the run `a-b`.
    static boolean belongs(String key, String run) {
        return key.startsWith(prefix(run))
                && key.chars().skip(prefix(run).length()).allMatch(c -> '0' <= c && c <= '9')
                && key.length() > prefix(run).length();
    }
}
