package slipway.ledger;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Gives every failure a status and a reason.
///
/// 503 where Postgres failed, even at the commit: nobody knows the effect then, and asking again
/// with the same key is safe. 400 where Postgres cannot take what was asked: asking again helps
/// nobody.
class Outages {
    private static final Logger LOG = Logger.getLogger(Outages.class);

    /// The class of SQL states that blame the data, such as a text that holds NUL.
    private static final String DATA_EXCEPTION = "22";

    @ServerExceptionMapper
    Response answer(WebApplicationException failure) {
        var status = failure.getResponse().getStatus();
        var cause = failure.getCause() == null ? failure : failure.getCause();
        return Refusal.answer(status, String.valueOf(cause.getMessage()));
    }

    @ServerExceptionMapper
    Response answer(RuntimeException failure) {
        var sql = sqlWithin(failure, 0);
        if (sql.map(SQLException::getSQLState)
                .filter(state -> state.startsWith(DATA_EXCEPTION))
                .isPresent()) {
            LOG.infof("refused: %s", sql.get().getMessage());
            return Refusal.answer(
                    400, "the request holds a text or a number that cannot be stored");
        }
        if (sql.isPresent()) {
            LOG.warnf("Postgres failed: %s", sql.get().getMessage());
            return Refusal.answer(503, "Postgres failed: " + sql.get().getMessage());
        }
        LOG.error("unexpected failure", failure);
        return Refusal.answer(500, "unexpected failure; see the ledger's log");
    }

    /// The transaction manager hides what went wrong at the commit among the suppressed exceptions.
    private static Optional<SQLException> sqlWithin(Throwable failure, int depth) {
        if (failure instanceof SQLException sql) {
            return Optional.of(sql);
        }
        if (failure == null || depth > 10) { // a chain of causes may close upon itself
            return Optional.empty();
        }
        return Stream.concat(
                        Stream.of(failure.getSuppressed()), Stream.ofNullable(failure.getCause()))
                .flatMap(inner -> sqlWithin(inner, depth + 1).stream())
                .findFirst();
    }
}
