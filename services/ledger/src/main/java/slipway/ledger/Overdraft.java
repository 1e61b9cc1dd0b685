package slipway.ledger;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/// An order refused for want of money, as stored: written once, never changed, so that its key
/// keeps its answer.
@Entity
@Immutable
@Table(name = "refused")
public class Overdraft extends PanacheEntityBase {
    @Id public String key;

    @Column(name = "debited")
    public String from;

    @Column(name = "credited")
    public String to;

    public long amount;

    /// What the debited account held at that moment.
    public long held;

    static Overdraft of(String key, Order order, long held) {
        var overdraft = new Overdraft();
        overdraft.key = key;
        overdraft.from = order.from();
        overdraft.to = order.to();
        overdraft.amount = order.amount();
        overdraft.held = held;
        return overdraft;
    }

    boolean refuses(Order order) {
        return order.equals(new Order(from, to, amount));
    }
}
