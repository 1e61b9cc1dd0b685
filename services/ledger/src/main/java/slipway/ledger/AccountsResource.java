package slipway.ledger;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;

/// `/accounts`: balances, one or all of them in one snapshot.
@Path("/accounts")
@RunOnVirtualThread
public class AccountsResource {
    private final Ledger ledger;

    AccountsResource(Ledger ledger) {
        this.ledger = ledger;
    }

    @GET
    public Accounts all() {
        return new Accounts(ledger.accounts(), ledger.schema());
    }

    @GET
    @Path("/{id}")
    public Response one(String id) {
        return ledger.account(id)
                .map(account -> Response.ok(account).build())
                .orElseGet(() -> Refusal.answer(404, "no account " + id));
    }

    /// Every account at one moment: the sum of the balances never changes.
    ///
    /// @param schema the number of the last migration that was done
    public record Accounts(List<Account> accounts, int schema) {}
}
