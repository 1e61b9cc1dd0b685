package slipway.api;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Gives every failure a status and a reason: 4xx is certainly without effect, 5xx perhaps with
/// one, unless the header `Slipway-Effect` says `none`.
class Failures {
    static final String EFFECT = "Slipway-Effect";

    private static final Logger LOG = Logger.getLogger(Failures.class);

    @ServerExceptionMapper
    Response answer(LedgerRefused refused) {
        return Refusal.answer(refused.status, refused.getMessage());
    }

    @ServerExceptionMapper
    Response answer(LedgerAway away) {
        LOG.warn(away.getMessage());
        // What went wrong behind this service is its operators' matter.
        return Refusal.answer(503, "ledger is away; ask again with the same key");
    }

    /// Turned away at the door: the one 5xx without any effect, and it says so.
    @ServerExceptionMapper
    Response answer(BulkheadException full) {
        return Response.fromResponse(
                        Refusal.answer(503, "too many wait already; ask again with the same key"))
                .header(EFFECT, "none")
                .build();
    }

    @ServerExceptionMapper
    Response answer(WebApplicationException failure) {
        var cause = failure.getCause() == null ? failure : failure.getCause();
        return Refusal.answer(failure.getResponse().getStatus(), cause.getMessage());
    }
}
