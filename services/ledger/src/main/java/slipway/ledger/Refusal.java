package slipway.ledger;

import jakarta.ws.rs.core.Response;

/// The body of every answer that is not a success.
public record Refusal(String error) {
    static Response answer(int status, String error) {
        return Response.status(status).entity(new Refusal(error)).build();
    }
}
