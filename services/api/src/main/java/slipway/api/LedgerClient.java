package slipway.api;

import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestResponse;

/// Ledger's HTTP interface, one attempt a call; [Ledger] asks again.
@Path("/")
@RegisterRestClient(configKey = "ledger")
interface LedgerClient {
    @POST
    @Path("transfers")
    RestResponse<Receipt> post(@HeaderParam("Idempotency-Key") String key, Order order);

    @GET
    @Path("transfers/{id}")
    Receipt transfer(String id);

    @GET
    @Path("transfers")
    Page transfers(
            @QueryParam("after") String after,
            @QueryParam("prefix") String keyPrefix,
            @QueryParam("limit") int limit);

    @GET
    @Path("accounts/{id}")
    Account account(String id);

    @GET
    @Path("accounts")
    Accounts accounts();

    /// Sorts ledger's answers: what it refused for good, and what is worth another attempt.
    @ClientExceptionMapper
    static RuntimeException failure(Response answer) {
        var status = answer.getStatus();
        return status >= 500
                ? new LedgerAway("ledger answered " + status + ": " + reason(answer))
                : new LedgerRefused(status, reason(answer));
    }

    private static String reason(Response answer) {
        try {
            return String.valueOf(answer.readEntity(Refusal.class).error());
        } catch (RuntimeException _) { // an answer of something in between, not of ledger
            return "no reason given";
        }
    }
}
