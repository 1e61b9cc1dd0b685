package slipway.ledger;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/// Ids that sort by time and never meet those of another worker.
///
/// From the top: 41 bits of milliseconds since 2026 (69 years), 10 bits of worker (the ordinal of
/// the StatefulSet's pod), 12 bits of sequence. A clock that steps back stops the milliseconds, not
/// the ids. Two replicas are ordered only as well as their clocks agree.
final class TransferIds {
    static final int MAX_WORKER = (1 << 10) - 1;

    private static final long EPOCH = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final int SEQUENCE_BITS = 12;
    private static final long SEQUENCE_MASK = (1L << SEQUENCE_BITS) - 1;
    private static final Pattern ORDINAL = Pattern.compile("-(\\d{1,9})$");

    private final InstantSource clock;
    private final long worker;

    /// The last milliseconds and sequence given out, side by side: an overflowing sequence carries
    /// into the milliseconds.
    private final AtomicLong last = new AtomicLong();

    TransferIds(InstantSource clock, int worker) {
        if (worker < 0 || worker > MAX_WORKER) {
            throw new IllegalArgumentException(
                    "worker must lie in 0.." + MAX_WORKER + ", but is " + worker);
        }
        this.clock = clock;
        this.worker = worker;
    }

    /// The ordinal at the end of a StatefulSet's pod name, or 0 where there is none (a laptop).
    static int worker(String pod) {
        var ordinal = ORDINAL.matcher(pod);
        return ordinal.find() ? Integer.parseInt(ordinal.group(1)) : 0;
    }

    long next() {
        var now = (clock.millis() - EPOCH) << SEQUENCE_BITS;
        var tick = last.updateAndGet(before -> Math.max(before + 1, now));
        return (tick >>> SEQUENCE_BITS) << 22 | worker << SEQUENCE_BITS | tick & SEQUENCE_MASK;
    }

    /// Sixteen hexadecimal digits, so that ids sort as text as they do as numbers.
    static String text(long id) {
        return "%016x".formatted(id);
    }

    /// The id that a text stands for.
    ///
    /// @throws NumberFormatException if it is no id
    static long parse(String text) {
        return Long.parseLong(text, 16);
    }
}
