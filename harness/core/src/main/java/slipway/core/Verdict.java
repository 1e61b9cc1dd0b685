package slipway.core;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// What a checker says of one claim. Three values, the worst wins (Jepsen's `valid?` of true,
/// unknown and false).
public sealed interface Verdict {
    String claim();

    /// The numbers behind it, by name, in the order to be shown.
    Map<String, Number> figures();

    /// The history bears the claim out.
    record Holds(String claim, Map<String, Number> figures) implements Verdict {}

    /// The evidence is missing, too thin, or the checker broke.
    record Undecided(String claim, String why, Map<String, Number> figures) implements Verdict {}

    /// The history contradicts the claim; `why` in one sentence, `witnesses` the events that do.
    record Violated(String claim, String why, List<Event> witnesses, Map<String, Number> figures)
            implements Verdict {
        public Violated {
            witnesses = List.copyOf(witnesses);
        }
    }

    /// `holds`, `undecided` or `violated`, as in `verdict.json`.
    default String word() {
        return switch (this) {
            case Holds _ -> "holds";
            case Undecided _ -> "undecided";
            case Violated _ -> "violated";
        };
    }

    /// The exit code of a command that ends in this verdict.
    default int exitCode() {
        return switch (this) {
            case Holds _ -> 0;
            case Violated _ -> 1;
            case Undecided _ -> 2;
        };
    }

    /// The worst of some verdicts.
    ///
    /// @throws java.util.NoSuchElementException without verdicts: no claim is no proof
    static Verdict worst(List<Verdict> verdicts) {
        return Collections.max(verdicts, Comparator.comparingInt(Verdict::severity));
    }

    private int severity() {
        return switch (this) {
            case Holds _ -> 0;
            case Undecided _ -> 1;
            case Violated _ -> 2;
        };
    }
}
