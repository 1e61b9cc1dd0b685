package slipway.loadtest.generator;

import java.time.Duration;
import slipway.core.InvalidSpec;

/// A load: where to, what, when, and how long one waits.
///
/// @param timeout for a full answer, counted from where the request was begun
/// @param connections open at most. While all of them are taken what is due is held back, and late:
///   the client is to blame, and says so
/// @param run the name that stands for `{run}` in requests
/// @param seed of what is left to chance: Poisson's gaps, and which session of the mix is next
public record LoadSpec(
        Target target,
        Mix mix,
        Model model,
        Duration timeout,
        int connections,
        String run,
        long seed) {
    /// Later than this a request is `late`: ten times what the generator keeps to where it has a
    /// core to itself, and less than a person notices.
    public static final Duration LATE = Duration.ofMillis(10);

    /// As many as a process has files on most systems (the hard limit; the JVM raises the soft
    /// one).
    public static final int MAX_CONNECTIONS = 60_000;

    /// Below 4,096, the hard limit of open files on old systems.
    public static final int USUAL_CONNECTIONS = 4_000;

    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(10);

    /// Who decides when the next request is due.
    public sealed interface Model {
        Duration duration();

        /// The plan does: arrivals come whether or not others were answered, as people do.
        record Open(RateProfile profile, RateProfile.Spacing spacing) implements Model {
            @Override
            public Duration duration() {
                return profile.duration();
            }
        }

        /// The answers do: so many users each send when they were answered. While the service
        /// stands still nobody asks, and nobody notices (coordinated omission). For comparison.
        ///
        /// @param users 1 to [#MAX_CONNECTIONS]
        record Closed(int users, Duration duration) implements Model {
            public Closed {
                if (users < 1 || users > MAX_CONNECTIONS) {
                    throw new InvalidSpec(
                            "a closed load has 1 to %d users, not %d"
                                    .formatted(MAX_CONNECTIONS, users));
                }
                if (!duration.isPositive() || duration.compareTo(RateProfile.MAX_TIME) > 0) {
                    throw new InvalidSpec(
                            "a load lasts longer than nothing and at most %d hours, not %s"
                                    .formatted(RateProfile.MAX_TIME.toHours(), duration));
                }
            }
        }
    }

    public LoadSpec {
        if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new InvalidSpec(
                    "a client waits for 1 ms to %d minutes, not %s"
                            .formatted(MAX_TIMEOUT.toMinutes(), timeout));
        }
        if (connections < 1 || connections > MAX_CONNECTIONS) {
            throw new InvalidSpec(
                    "a load has 1 to %d connections, not %d"
                            .formatted(MAX_CONNECTIONS, connections));
        }
        if (model instanceof Model.Closed(var users, _) && !target.http2() && users > connections) {
            throw new InvalidSpec(
                    "%d users take as many connections, and %d are allowed: raise --connections"
                            .formatted(users, connections));
        }
    }

    /// The same load under another name.
    public LoadSpec named(String run) {
        return new LoadSpec(target, mix, model, timeout, connections, run, seed);
    }
}
