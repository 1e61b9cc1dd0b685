package slipway.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.jspecify.annotations.Nullable;

/// `/transfers`: post (with the token), look up, page through.
@Path("/transfers")
@RunOnVirtualThread
@Bulkhead(Ledger.WAITING)
public class TransfersResource {
    private final Ledger ledger;
    private final Token token;

    TransfersResource(Ledger ledger, Token token) {
        this.ledger = ledger;
        this.token = token;
    }

    @POST
    public Response post(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Nullable Order order) {
        if (!token.admits(authorization)) {
            return Response.fromResponse(
                            Refusal.answer(401, "header Authorization must hold the bearer token"))
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                    .build();
        }
        if (key == null || key.isBlank()) {
            return Refusal.answer(400, "header Idempotency-Key is missing");
        }
        if (order == null || order.from() == null || order.to() == null || order.amount() < 1) {
            return Refusal.answer(
                    400, "the body must name from, to and an amount above 0, but is " + order);
        }
        var posting = ledger.post(key, order);
        return Response.status(posting.posted() ? 201 : 200).entity(posting.receipt()).build();
    }

    @GET
    @Path("/{id}")
    public Receipt one(String id) {
        return ledger.transfer(id);
    }

    @GET
    public Page page(
            @QueryParam("after") @DefaultValue("0") String after,
            @QueryParam("prefix") @DefaultValue("") String keyPrefix,
            @QueryParam("limit") @DefaultValue("1000") int limit) {
        return ledger.transfers(after, keyPrefix, limit);
    }
}
