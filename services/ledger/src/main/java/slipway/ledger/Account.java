package slipway.ledger;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/// One account; its balance never falls below zero, which the schema enforces too.
@Entity
@Table(name = "accounts")
public class Account extends PanacheEntityBase {
    @Id public String id;
    public long balance;
}
