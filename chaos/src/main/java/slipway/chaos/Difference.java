package slipway.chaos;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slipway.chaos.Balance.Act;

/// Two reads of a balance, one after the other: where the transfers between them do not make the
/// difference, whichever of those in doubt are taken in, no order of all calls explains both.
///
/// A [Search] would find that too, and whatever takes more than two reads to see, but tries orders
/// for it, of which there may be too many. This takes time in proportion to the money moved.
///
/// @param before the former read, null for the opening balance
/// @param difference between what the two found
/// @param between what has certainly happened between the moments of the two, if the clients were
///   told the truth
/// @param maybe what may have, once
record Difference(
        @Nullable Call<Act> before,
        Call<Act> after,
        long difference,
        List<Call<Act>> between,
        List<Call<Act>> maybe) {
    /// Beyond so much money in doubt nothing is said: a bit each, and a step for each transfer.
    private static final long MOST = 10_000_000;

    /// The fewest calls of an account that show in this way that no order explains all of them: two
    /// reads, and what has to have happened between them. If any one of the transfers were in doubt
    /// as well, there might be one. Nothing where there is no such pair of reads.
    ///
    /// @param opening what the account held before the first call
    static Optional<List<Call<Act>>> witness(long opening, List<Call<Act>> calls) {
        return all(opening, calls)
                .filter(Difference::unexplained)
                .map(Difference::fewest)
                .min(Comparator.comparingInt(List::size));
    }

    /// Each read with the last one that had its answer before it was sent.
    private static Stream<Difference> all(long opening, List<Call<Act>> calls) {
        var reads = new TreeMap<Long, Call<Act>>();
        var transfers = new ArrayList<Call<Act>>();
        for (var call : calls) {
            if (Balance.moved(call.act()) != 0) {
                transfers.add(call);
            } else if (call.act() instanceof Act.Read && call.answered()) {
                reads.put(call.end(), call);
            }
        }
        transfers.sort(Comparator.comparingLong(Call::begin));
        return reads.values().stream()
                .map(
                        after -> {
                            var before = reads.lowerEntry(after.begin());
                            return of(
                                    before == null ? null : before.getValue(),
                                    opening,
                                    after,
                                    transfers);
                        });
    }

    private static Difference of(
            @Nullable Call<Act> before, long opening, Call<Act> after, List<Call<Act>> transfers) {
        var between = new ArrayList<Call<Act>>();
        var maybe = new ArrayList<Call<Act>>();
        long begun = before == null ? Long.MIN_VALUE : before.begin();
        long ended = before == null ? Long.MIN_VALUE : before.end();
        for (var transfer : transfers) {
            if (transfer.begin() > after.end()) {
                break;
            }
            if (transfer.begin() > ended && transfer.end() < after.begin()) {
                between.add(transfer);
            } else if (transfer.end() >= begun) {
                maybe.add(transfer);
            }
        }
        long from = before == null ? opening : balance(before);
        return new Difference(before, after, balance(after) - from, between, maybe);
    }

    private static long balance(Call<Act> read) {
        return read.act() instanceof Act.Read(var balance) ? balance : 0;
    }

    /// Whether no choice among those in doubt makes the difference. Counts up from the least that
    /// it can be: bit n stands for n more than that.
    private boolean unexplained() {
        long least = between.stream().mapToLong(Difference::moved).sum();
        // Each counts for a little more than all at most: what they come to has room in a long.
        if (maybe.stream().mapToLong(call -> Math.min(Math.abs(moved(call)), MOST + 1)).sum()
                > MOST) {
            return false;
        }
        var more = BigInteger.ONE;
        for (var call : maybe) {
            least += Math.min(moved(call), 0);
            more = more.or(more.shiftLeft((int) Math.abs(moved(call))));
        }
        long wanted = difference - least;
        return wanted < 0 || wanted >= more.bitLength() || !more.testBit((int) wanted);
    }

    private static long moved(Call<Act> transfer) {
        return Balance.moved(transfer.act());
    }

    private List<Call<Act>> fewest() {
        var needed = new ArrayList<>(between);
        var doubted = new ArrayList<>(maybe);
        for (var call : between) {
            needed.remove(call);
            doubted.add(call);
            if (!new Difference(before, after, difference, needed, doubted).unexplained()) {
                needed.add(call);
                doubted.removeLast();
            }
        }
        if (before != null) {
            needed.add(before);
        }
        needed.add(after);
        needed.sort(Comparator.comparingLong(Call::begin));
        return List.copyOf(needed);
    }
}
