package slipway.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.faulttolerance.Bulkhead;

/// `/accounts`: balances, one or all of them in one snapshot.
@Path("/accounts")
@RunOnVirtualThread
@Bulkhead(Ledger.WAITING)
public class AccountsResource {
    private final Ledger ledger;

    AccountsResource(Ledger ledger) {
        this.ledger = ledger;
    }

    @GET
    public Accounts all() {
        return ledger.accounts();
    }

    @GET
    @Path("/{id}")
    public Account one(String id) {
        return ledger.account(id);
    }
}
