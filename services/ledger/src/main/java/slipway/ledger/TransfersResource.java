package slipway.ledger;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.ledger.Posting.Posted;
import slipway.ledger.Posting.Refused;
import slipway.ledger.Posting.Replayed;

/// `/transfers`: post, look up, page through.
@Path("/transfers")
@RunOnVirtualThread
public class TransfersResource {
    /// 1,000 receipts are about 120 kB of JSON: a dozen pages at once fit into every pod's heap.
    static final int MAX_PAGE = 1_000;

    /// A key must fit its index entry in Postgres (2,700 bytes) with room to spare.
    static final int MAX_KEY = 200;

    private final Ledger ledger;

    TransfersResource(Ledger ledger) {
        this.ledger = ledger;
    }

    @POST
    public Response post(
            @HeaderParam("Idempotency-Key") @Nullable String key, @Nullable Order order) {
        if (key == null || key.isBlank() || key.length() > MAX_KEY) {
            return Refusal.answer(
                    400, "header Idempotency-Key must hold 1 to " + MAX_KEY + " characters");
        }
        if (order == null) {
            return Refusal.answer(400, "the body must be an order, but is empty");
        }
        var fault = order.fault();
        if (fault.isPresent()) {
            return Refusal.answer(400, fault.get());
        }
        return switch (ledger.post(key, order)) {
            case Posted(var transfer) -> Response.status(201).entity(Receipt.of(transfer)).build();
            case Replayed(var transfer) -> Response.ok(Receipt.of(transfer)).build();
            case Refused(var reason, var detail) -> Refusal.answer(reason.status, detail);
        };
    }

    @GET
    @Path("/{id}")
    public Response one(String id) {
        return id(id).flatMap(ledger::transfer)
                .map(transfer -> Response.ok(Receipt.of(transfer)).build())
                .orElseGet(() -> Refusal.answer(404, "no transfer " + id));
    }

    @GET
    public Response page(
            @QueryParam("after") @DefaultValue("0") String after,
            @QueryParam("prefix") @DefaultValue("") String keyPrefix,
            @QueryParam("limit") @DefaultValue("1000") int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            return Refusal.answer(400, "limit must lie in 1.." + MAX_PAGE + ", but is " + limit);
        }
        var from = id(after);
        if (from.isEmpty()) {
            return Refusal.answer(400, "after must be the id of a transfer, but is " + after);
        }
        var receipts =
                ledger.transfersAfter(from.get(), keyPrefix, limit).stream()
                        .map(Receipt::of)
                        .toList();
        var more = receipts.size() == limit;
        return Response.ok(new Page(receipts, more ? receipts.getLast().id() : null)).build();
    }

    private static Optional<Long> id(String text) {
        try {
            return Optional.of(TransferIds.parse(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// A page of transfers; `next` is what to ask for after it, null at the end.
    public record Page(List<Receipt> transfers, @Nullable String next) {}
}
