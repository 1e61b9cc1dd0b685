package slipway.ledger;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/// One transfer as stored: written once, never changed.
@Entity
@Immutable
@Table(name = "transfers")
public class Transfer extends PanacheEntityBase {
    @Id public long id;
    public String key;

    @Column(name = "debited")
    public String from;

    @Column(name = "credited")
    public String to;

    public long amount;

    static Transfer of(long id, String key, Order order) {
        var transfer = new Transfer();
        transfer.id = id;
        transfer.key = key;
        transfer.from = order.from();
        transfer.to = order.to();
        transfer.amount = order.amount();
        return transfer;
    }

    boolean carriesOut(Order order) {
        return order.moves(from, to, amount);
    }
}
