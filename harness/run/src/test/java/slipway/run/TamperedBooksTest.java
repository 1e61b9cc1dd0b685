package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.core.Books;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.Scenario;
import slipway.core.Transfer;
import slipway.core.Verdict;
import slipway.loadtest.NoLostTransfers;
import slipway.loadtest.Reconciled;

/// What a chain of hashes is kept for is seen without one: somebody writes in the books behind the
/// ledger's back, and moves the money with it, so that all balances are as the books say.
class TamperedBooksTest {
    /// Somewhere in the middle of them.
    private static final int ONE = 200;

    private static final Scenario SCENARIO = Scenarios.named("delete-api");

    private static History sound = new History(List.of());

    /// What somebody does to a list of transfers.
    @FunctionalInterface
    private interface Hand {
        void in(List<Transfer> transfers);
    }

    private record Tampering(String name, Hand hand, String seenBy) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void play() throws InterruptedException {
        sound = Simulated.play(SCENARIO);
    }

    static Stream<Tampering> tamperings() {
        var lost = new NoLostTransfers().claim();
        return Stream.of(
                new Tampering("dropped", transfers -> transfers.remove(ONE), lost),
                new Tampering("doubled", transfers -> transfers.add(transfers.get(ONE)), lost),
                new Tampering(
                        "of another amount",
                        transfers -> {
                            var was = transfers.get(ONE);
                            transfers.set(
                                    ONE,
                                    new Transfer(
                                            was.key(), was.from(), was.to(), was.amount() + 1));
                        },
                        lost),
                new Tampering(
                        "the other way round",
                        transfers -> {
                            var was = transfers.get(ONE);
                            transfers.set(
                                    ONE,
                                    new Transfer(was.key(), was.to(), was.from(), was.amount()));
                        },
                        lost),
                new Tampering(
                        "inserted",
                        transfers -> {
                            var like = transfers.get(ONE);
                            transfers.add(
                                    ONE,
                                    new Transfer(like.key() + "000", like.from(), like.to(), 1));
                        },
                        new Reconciled().claim()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tamperings")
    @DisplayName("a transfer that was written behind the ledger's back is seen")
    void seen(Tampering tampering) {
        assertThat(violated(sound)).isEmpty();
        assertThat(violated(tampered(tampering.hand()))).contains(tampering.seenBy());
    }

    @Test
    @DisplayName("the order in which the books tell transfers is nobody's promise")
    void reordered() {
        assertThat(violated(tampered(transfers -> Collections.swap(transfers, ONE, ONE + 1))))
                .isEmpty();
    }

    private static List<String> violated(History history) {
        return Judge.judge(SCENARIO.checkers(), history).stream()
                .filter(Verdict.Violated.class::isInstance)
                .map(Verdict::claim)
                .toList();
    }

    private static History tampered(Hand hand) {
        return new History(
                sound.events().stream()
                        .map(
                                event ->
                                        event instanceof Event.Read(var at, var books)
                                                ? new Event.Read(at, tampered(books, hand))
                                                : event)
                        .toList());
    }

    private static Books tampered(Books books, Hand hand) {
        var transfers = new ArrayList<>(books.transfers());
        hand.in(transfers);
        var after = new Books(transfers, books.balances(), books.schema());
        var balances = new HashMap<>(books.balances());
        books.moved().forEach((account, moved) -> balances.merge(account, -moved, Long::sum));
        after.moved().forEach((account, moved) -> balances.merge(account, moved, Long::sum));
        return new Books(transfers, balances, books.schema());
    }
}
