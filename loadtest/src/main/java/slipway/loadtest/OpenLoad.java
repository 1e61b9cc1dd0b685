package slipway.loadtest;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slipway.core.Clock;
import slipway.core.Connection;
import slipway.core.Event;
import slipway.core.Group;
import slipway.core.InvalidSpec;
import slipway.core.Load;
import slipway.core.Operation;
import slipway.core.Outcome;
import slipway.core.Stage;
import slipway.core.Transfer;

/// Requests at a constant arrival rate, which no slow answer slows down: an open model. Every
/// request and its sending time are fixed before the first is sent, and none waits for an earlier
/// one.
///
/// @param perSecond arrivals a second, evenly spaced, so that every gap in the answers is the
///   service's
/// @param writes share of transfers, 0 to 1; the others are reads
/// @param fresh share of requests on a connection of their own, 0 to 1; the others take kept ones
/// @param slow share of requests that are transfers over a slow line, 0 to 1; `writes` and `fresh`
///   are shares of the rest
/// @param again share of transfers that were asked for before, 0 to 1: with the same key, as by a
///   client that has lost the answer, or does not wait for it
/// @param comparing share of transfers on condition that their account holds what a client of this
///   load has last seen there, 0 to 1: compare and set. They are unconditional until one was seen
/// @param snapshots share of reads that read all accounts at one moment, 0 to 1; the others read
///   one
/// @param marked share of requests from clients of `group`, 0 to 1
/// @param group whose mark they bear; null where there are none
/// @param accounts how many accounts take part, from `a-000` on
/// @param window how far apart two requests under way may be: request n is sent once request n -
///   window has ended. It bounds sockets and memory while the service stalls. A request held back
///   by it is sent late, never dropped, and its lateness is in the history, where [ClientOnTime]
///   finds it
public record OpenLoad(
        int perSecond,
        Duration duration,
        double writes,
        double fresh,
        double slow,
        double again,
        double comparing,
        double snapshots,
        double marked,
        @Nullable Group group,
        int accounts,
        int window)
        implements Load {
    /// Beyond it, two cores measure their own client: at 1,000 a second it takes nearly half a
    /// core.
    static final int MAX_PER_SECOND = 10_000;

    /// A history is judged in memory, at about half a kilobyte a request: 1 GB.
    static final long MAX_REQUESTS = 2_000_000;

    /// Account names have three digits.
    static final int MAX_ACCOUNTS = 1_000;

    /// Below 4,096, the hard limit of open files on old systems. At 200 a second that is 20 s of
    /// requests and more than any of them lasts (see [HttpService]), so even a dead service does
    /// not make this client late.
    private static final int WINDOW = 4_000;

    /// The suite's ledger starts with as many.
    private static final int ACCOUNTS = 100;

    /// So little that no account, seeded with 1,000,000, runs dry by chance; so much that what many
    /// transfers come to tells which of them they were.
    private static final int MAX_AMOUNT = 100;

    /// Some are asked for once more while the first answer is still on its way, and some after it.
    private static final int REMEMBERED = 16;

    private static final long SECOND = 1_000_000_000;

    /// One request: what is sent, how, and how many nanoseconds after the load began.
    ///
    /// @param compares whether it depends on what was last seen of its account
    record Planned(
            long after,
            long id,
            Operation operation,
            boolean compares,
            Connection connection,
            @Nullable Group group) {}

    public OpenLoad {
        require(
                1 <= perSecond && perSecond <= MAX_PER_SECOND,
                "a load has 1 to " + MAX_PER_SECOND + " requests a second, not " + perSecond);
        require(
                duration.isPositive() && duration.compareTo(Duration.ofDays(30)) < 0,
                "a load lasts longer than nothing and less than 30 days, not " + duration);
        require(share(writes), "the share of writes lies in 0 to 1, not at " + writes);
        require(share(fresh), "the share of fresh connections lies in 0 to 1, not at " + fresh);
        require(share(slow), "the share of slow lines lies in 0 to 1, not at " + slow);
        require(share(again), "the share of what comes again lies in 0 to 1, not at " + again);
        require(
                share(comparing) && (comparing == 0 || again == 0),
                "the share of conditions lies in 0 to 1, and is 0 where transfers come again, not "
                        + comparing);
        require(share(snapshots), "the share of snapshots lies in 0 to 1, not at " + snapshots);
        require(share(marked), "the share of a group lies in 0 to 1, not at " + marked);
        require(group != null || marked == 0, "a share of clients bears a mark, but has none");
        require(
                2 <= accounts && accounts <= MAX_ACCOUNTS,
                "a load takes 2 to " + MAX_ACCOUNTS + " accounts, not " + accounts);
        require(window >= 1, "a load has at least 1 request under way, not " + window);
        long requests = requests(perSecond, duration);
        require(
                1 <= requests && requests <= MAX_REQUESTS,
                "a load has 1 to "
                        + MAX_REQUESTS
                        + " requests, but "
                        + perSecond
                        + " a second for "
                        + duration
                        + " are "
                        + requests);
    }

    /// So many requests a second for a minute: half of them transfers, half on fresh connections,
    /// none on slow lines.
    public static OpenLoad constant(int perSecond) {
        return new OpenLoad(
                perSecond, Duration.ofMinutes(1), 0.5, 0.5, 0, 0, 0, 0, 0, null, ACCOUNTS, WINDOW);
    }

    @Override
    public OpenLoad at(int rate) {
        return new OpenLoad(
                rate, duration, writes, fresh, slow, again, comparing, snapshots, marked, group,
                accounts, window);
    }

    @Override
    public OpenLoad lasting(Duration duration) {
        return copy(duration, writes, fresh, slow, again, comparing, snapshots, accounts, window);
    }

    /// With this share of transfers.
    public OpenLoad writing(double share) {
        return copy(duration, share, fresh, slow, again, comparing, snapshots, accounts, window);
    }

    /// With this share of fresh connections.
    public OpenLoad connectingFresh(double share) {
        return copy(duration, writes, share, slow, again, comparing, snapshots, accounts, window);
    }

    /// With this share of transfers over slow lines.
    public OpenLoad onSlowLines(double share) {
        return copy(duration, writes, fresh, share, again, comparing, snapshots, accounts, window);
    }

    /// With this share of transfers that were asked for before.
    public OpenLoad askingAgain(double share) {
        return copy(duration, writes, fresh, slow, share, comparing, snapshots, accounts, window);
    }

    /// With this share of transfers on condition of what was last seen.
    public OpenLoad comparing(double share) {
        return copy(duration, writes, fresh, slow, again, share, snapshots, accounts, window);
    }

    /// With this share of reads that read all accounts at one moment.
    public OpenLoad snapshots(double share) {
        return copy(duration, writes, fresh, slow, again, comparing, share, accounts, window);
    }

    /// Over so many accounts.
    public OpenLoad over(int accounts) {
        return copy(duration, writes, fresh, slow, again, comparing, snapshots, accounts, window);
    }

    /// With another bound on requests under way.
    public OpenLoad within(int window) {
        return copy(duration, writes, fresh, slow, again, comparing, snapshots, accounts, window);
    }

    /// With this share of clients who bear a mark.
    public OpenLoad marking(Group group, double share) {
        return new OpenLoad(
                perSecond, duration, writes, fresh, slow, again, comparing, snapshots, share, group,
                accounts, window);
    }

    private OpenLoad copy(
            Duration duration,
            double writes,
            double fresh,
            double slow,
            double again,
            double comparing,
            double snapshots,
            int accounts,
            int window) {
        return new OpenLoad(
                perSecond, duration, writes, fresh, slow, again, comparing, snapshots, marked,
                group, accounts, window);
    }

    @Override
    public String description() {
        return "%d requests a second for %d s or more: %.0f %% transfers, %.0f %% on fresh connections, %.0f %% on slow lines%s%s%s%s"
                .formatted(
                        perSecond,
                        duration.toSeconds(),
                        100 * (slow + (1 - slow) * writes),
                        100 * (1 - slow) * fresh,
                        100 * slow,
                        again == 0
                                ? ""
                                : ", %.0f %% of the transfers once more".formatted(100 * again),
                        comparing == 0
                                ? ""
                                : ", %.0f %% of the transfers on condition of what the account held"
                                        .formatted(100 * comparing),
                        snapshots == 0
                                ? ""
                                : ", %.0f %% of the reads of all accounts at once"
                                        .formatted(100 * snapshots),
                        group == null ? "" : ", %.0f %% with %s".formatted(100 * marked, group));
    }

    @Override
    public long offer(Stage stage, long firstId, BooleanSupplier more) throws InterruptedException {
        var clock = stage.clock();
        var plan =
                plan(stage.run(), firstId, new SplittableRandom(stage.dice().nextLong()))
                        .iterator();
        var underWay = new ArrayDeque<Clock.Running>();
        var seen = new ConcurrentHashMap<String, Long>();
        long least = requests(perSecond, duration);
        long offered = 0;
        long begin = clock.now();
        try {
            for (; offered < least || (offered < MAX_REQUESTS && more.getAsBoolean()); offered++) {
                var planned = plan.next();
                long at = begin + planned.after();
                clock.sleepUntil(at);
                if (underWay.size() == window) {
                    underWay.element().join();
                    underWay.remove();
                }
                underWay.add(
                        clock.start(
                                "request " + planned.id(), () -> send(stage, planned, at, seen)));
            }
            for (var running : underWay) {
                running.join();
            }
        } catch (InterruptedException | RuntimeException e) {
            stop(underWay, e);
            throw e;
        }
        return offered;
    }

    /// The load without its end, a function of its arguments alone.
    Stream<Planned> plan(String run, long firstId, RandomGenerator dice) {
        var last = new ArrayDeque<Operation>(REMEMBERED);
        return LongStream.iterate(0, i -> i + 1)
                .mapToObj(
                        i -> {
                            long id = firstId + i;
                            var connection = connection(dice);
                            double share = connection == Connection.SLOW ? 1 : writes;
                            return new Planned(
                                    i * SECOND / perSecond,
                                    id,
                                    operation(run, id, share, last, dice),
                                    comparing > 0 && dice.nextDouble() < comparing,
                                    connection,
                                    group(dice));
                        });
    }

    private Connection connection(RandomGenerator dice) {
        if (dice.nextDouble() < slow) {
            return Connection.SLOW;
        }
        return dice.nextDouble() < fresh ? Connection.FRESH : Connection.KEPT;
    }

    private @Nullable Group group(RandomGenerator dice) {
        return group != null && dice.nextDouble() < marked ? group : null;
    }

    private Operation operation(
            String run, long id, double writes, Deque<Operation> last, RandomGenerator dice) {
        int from = dice.nextInt(accounts);
        if (dice.nextDouble() >= writes) {
            return snapshots > 0 && dice.nextDouble() < snapshots
                    ? new Operation.ReadTotal()
                    : new Operation.ReadAccount(account(from));
        }
        if (again > 0 && !last.isEmpty() && dice.nextDouble() < again) {
            return last.stream().skip(dice.nextInt(last.size())).findFirst().orElseThrow();
        }
        int to = (from + 1 + dice.nextInt(accounts - 1)) % accounts;
        var write =
                new Operation.Write(
                        new Transfer(
                                Keys.of(run, id),
                                account(from),
                                account(to),
                                1 + dice.nextInt(MAX_AMOUNT)));
        if (last.size() == REMEMBERED) {
            last.remove();
        }
        last.add(write);
        return write;
    }

    private static void send(Stage stage, Planned planned, long at, Map<String, Long> seen)
            throws InterruptedException {
        var clock = stage.clock();
        var operation =
                planned.compares() ? onCondition(planned.operation(), seen) : planned.operation();
        stage.recorder()
                .record(
                        new Event.Invoked(
                                clock.now(),
                                planned.id(),
                                at,
                                operation,
                                planned.connection(),
                                planned.group()));
        var reply = stage.service().call(operation, planned.connection(), planned.group());
        stage.recorder()
                .record(
                        new Event.Ended(
                                clock.now(),
                                planned.id(),
                                reply.outcome(),
                                reply.version(),
                                reply.pod()));
        if (operation instanceof Operation.ReadAccount(var account)
                && reply.outcome() instanceof Outcome.Acknowledged(_, var balance)
                && balance != null) {
            seen.put(account, balance);
        }
    }

    private static Operation onCondition(Operation operation, Map<String, Long> seen) {
        if (operation instanceof Operation.Write(var transfer, _)) {
            var held = seen.get(transfer.from());
            // Less could not be met.
            if (held != null && held >= transfer.amount()) {
                return new Operation.Write(transfer, held);
            }
        }
        return operation;
    }

    /// Cancels what is under way. What a cancelled request throws is no news; a second interrupt
    /// ends the waiting.
    private static void stop(Iterable<Clock.Running> underWay, Exception cause) {
        underWay.forEach(Clock.Running::cancel);
        for (var running : underWay) {
            try {
                running.join();
            } catch (InterruptedException e) {
                cause.addSuppressed(e);
                return;
            } catch (RuntimeException _) {
                // The consequence of the cancelling.
            }
        }
    }

    private static long requests(int perSecond, Duration duration) {
        return duration.toNanos() / 1_000 * perSecond / 1_000_000;
    }

    private static String account(int number) {
        return "a-%03d".formatted(number);
    }

    private static boolean share(double value) {
        return 0 <= value && value <= 1;
    }

    private static void require(boolean sound, String otherwise) {
        if (!sound) {
            throw new InvalidSpec(otherwise);
        }
    }
}
