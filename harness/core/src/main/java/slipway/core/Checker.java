package slipway.core;

import java.util.Map;

/// Judges a history: pure, no cluster, no clock, no network.
public interface Checker {
    /// The claim, as a sentence.
    String claim();

    Verdict check(History history);

    /// As [#check(History)], but a checker that breaks leaves its claim undecided.
    default Verdict judge(History history) {
        try {
            return check(history);
        } catch (RuntimeException e) {
            return new Verdict.Undecided(claim(), "the checker broke: " + e, Map.of());
        }
    }
}
