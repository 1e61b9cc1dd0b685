package slipway.loadtest.generator;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import slipway.core.InvalidSpec;

/// What is asked for: sessions of some kinds, each so often as its share has it.
public record Mix(List<Session> sessions) {
    /// What one user does: one request after the other, with no time to think in between, on a
    /// connection of its own for that time. It ends with the first that is not answered well.
    ///
    /// @param share how often there is one beside the others, above 0
    public record Session(double share, List<RequestTemplate> requests) {
        public Session {
            requests = List.copyOf(requests);
            if (!(share > 0 && share < Double.POSITIVE_INFINITY)) {
                throw new InvalidSpec("a share is above 0, not " + share);
            }
            if (requests.isEmpty()) {
                throw new InvalidSpec("a session has at least one request");
            }
        }
    }

    public Mix {
        sessions = List.copyOf(sessions);
        if (sessions.isEmpty()) {
            throw new InvalidSpec("a mix has at least one session");
        }
    }

    /// The same request all the time.
    public static Mix of(RequestTemplate request) {
        return new Mix(List.of(new Session(1, List.of(request))));
    }

    /// With these headers in each request; a request's own win.
    public Mix with(Map<String, String> headers) {
        return new Mix(
                sessions.stream()
                        .map(
                                session ->
                                        new Session(
                                                session.share(),
                                                session.requests().stream()
                                                        .map(request -> request.with(headers))
                                                        .toList()))
                        .toList());
    }

    /// The requests of a session by chance.
    List<RequestTemplate> pick(RandomGenerator dice) {
        if (sessions.size() == 1) {
            return sessions.getFirst().requests();
        }
        double left = dice.nextDouble() * sessions.stream().mapToDouble(Session::share).sum();
        for (var session : sessions) {
            left -= session.share();
            if (left < 0) {
                return session.requests();
            }
        }
        return sessions.getLast().requests();
    }
}
