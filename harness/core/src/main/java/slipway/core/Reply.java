package slipway.core;

import org.jspecify.annotations.Nullable;

/// What came back for one operation, and who answered: `version` and `pod` are the response headers
/// `Slipway-Version` and `Slipway-Pod`, null where nobody of the suite answered.
public record Reply(Outcome outcome, @Nullable String version, @Nullable String pod) {
    public static Reply of(Outcome outcome) {
        return new Reply(outcome, null, null);
    }
}
