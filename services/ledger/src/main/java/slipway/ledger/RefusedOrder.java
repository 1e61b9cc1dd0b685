package slipway.ledger;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/// An order that was refused for what its account held, as stored: written once, never changed, so
/// that its key keeps its answer.
@Entity
@Immutable
@Table(name = "refused")
public class RefusedOrder extends PanacheEntityBase {
    @Id public String key;

    @Column(name = "debited")
    public String from;

    @Column(name = "credited")
    public String to;

    public long amount;

    /// What the debited account held at that moment.
    public long held;

    static RefusedOrder of(String key, Order order, long held) {
        var refused = new RefusedOrder();
        refused.key = key;
        refused.from = order.from();
        refused.to = order.to();
        refused.amount = order.amount();
        refused.held = held;
        return refused;
    }

    boolean refuses(Order order) {
        return order.moves(from, to, amount);
    }
}
