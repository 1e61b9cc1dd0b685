package slipway.api;

import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/// The body of every answer that is not a success.
public record Refusal(@Nullable String error) {
    static Response answer(int status, @Nullable String error) {
        return Response.status(status).entity(new Refusal(error)).build();
    }
}
