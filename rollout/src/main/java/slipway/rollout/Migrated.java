package slipway.rollout;

import java.util.LinkedHashMap;
import java.util.List;
import slipway.core.Books;
import slipway.core.Checker;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.Verdict;
import slipway.core.Workload;

/// The schema is where the next version brings it, by what the service itself reads of it: pods of
/// that version say nothing of their migration.
///
/// A schema never goes back: where an earlier run has migrated it already, the claim holds from the
/// beginning, and the figure `schemaBefore` says so.
///
/// @param workload that owns the schema
/// @param last the number of the last migration that its next version brings
public record Migrated(Workload workload, int last) implements Checker {
    @Override
    public String claim() {
        return "in the end the schema of %s is at migration %d".formatted(workload.name(), last);
    }

    @Override
    public Verdict check(History history) {
        var figures = new LinkedHashMap<String, Number>();
        for (var opening : history.openingReads()) {
            var before = opening.books().schema();
            if (before != null) {
                figures.put("schemaBefore", before);
            }
        }
        var read = history.read();
        if (read.isEmpty()) {
            return new Verdict.Undecided(claim(), "no final read succeeded", figures);
        }
        var books = read.get().books();
        var after = books.schema();
        if (after == null) {
            return new Verdict.Undecided(
                    claim(), "the service did not say what its schema is at", figures);
        }
        figures.put("schemaAfter", after);
        if (after < last) {
            // Without its transfers: the claim is about the schema.
            var witness =
                    new Event.Read(read.get().at(), new Books(List.of(), books.balances(), after));
            return new Verdict.Violated(
                    claim(), "it is at migration " + after, List.of(witness), figures);
        }
        return new Verdict.Holds(claim(), figures);
    }
}
