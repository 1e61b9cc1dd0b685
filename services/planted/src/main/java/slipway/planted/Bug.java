package slipway.planted;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a version is ill with. The image says which, as `SLIPWAY_PLANTED`; its tag says so too, as
/// in `v2-errors`.
enum Bug {
    /// Answers every tenth request with 500, without doing anything.
    ERRORS,
    /// Takes 300 ms more for every request.
    SLOW,
    /// Answers every fifth question for an account with another account.
    WRONG,
    /// Ends before it has served anybody, each time that it is started.
    CRASHLOOP,
    /// Keeps 256 KiB of every request: a heap of 96 MiB lasts for 300 of them.
    LEAK,
    /// Answers nothing any more after its hundredth request.
    HANG,
    /// Says that it is ready, and answers everything with 503.
    LYING,
    /// In api alone, as the following (its `src/planted`): says that nothing was done where it does
    /// not know.
    DENIES,
    /// Asks ledger again under another key.
    REKEYS,
    /// In ledger alone, as the following (its `src/planted`): answers before it has done it.
    EARLY,
    /// Answers before it has done it, and forgets that when it is told to leave.
    QUEUES,
    /// Moves the money again for an order that comes again.
    TWICE,
    /// Looks whether an order's condition is met before it locks anything.
    HASTY,
    /// Says of an order that comes again that it has done it now.
    ANEW,
    /// Writes what it has made of balances that it read before others wrote.
    RACY,
    /// Takes in one transaction, and gives in another.
    HALVES,
    /// Says that all is well where Postgres failed.
    SWALLOWS,
    /// Tells balances of up to two seconds ago.
    STALE;

    /// The one that an image names; empty where it names none.
    ///
    /// @throws IllegalArgumentException for a name that is no bug's: an image with a bug that it
    ///   has not would prove nothing
    static Optional<Bug> of(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                Arrays.stream(values())
                        .filter(bug -> bug.name().toLowerCase(Locale.ROOT).equals(name))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "SLIPWAY_PLANTED must be one of %s, but is %s"
                                                        .formatted(names(), name))));
    }

    private static String names() {
        return Arrays.stream(values())
                .map(bug -> bug.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
