package slipway.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.InvalidSpec;

/// A history as it was read from the disk.
///
/// @param torn what is said of a last line that was cut off in the middle, or null: the harness was
///   killed, and that event is lost
public record StoreHistory(History history, @Nullable String torn) {
    /// Some hundred lines a read.
    private static final int BLOCK = 1 << 16;

    private static final String MEND =
            "a history is append-only: restore the file, or run the scenario again";

    /// @throws InvalidSpec for a missing file, or a bad line that is not the torn last one; with
    ///   the line's number
    static StoreHistory read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidSpec(
                    "expected the history in %s, but there is no such file: the run was cut off before it began; run the scenario again"
                            .formatted(file));
        }
        try (var in = Files.newInputStream(file)) {
            return read(file, in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static StoreHistory read(Path file, InputStream in) throws IOException {
        List<Event> events = new ArrayList<>();
        String torn = null;
        var line = new Line();
        for (int number = 1; line.next(in); number++) {
            try {
                events.add(JsonEvent.read(Json.parse(line.bytes())));
            } catch (Json.Wrong e) {
                if (line.ended) {
                    throw new InvalidSpec(
                            "%s line %d: %s; %s".formatted(file, number, e.getMessage(), MEND));
                }
                torn =
                        "The last line of %s (line %d) is torn: the harness was killed while writing it, and that event is lost."
                                .formatted(file.getFileName(), number);
            }
        }
        return new StoreHistory(new History(events), torn);
    }

    /// Lines as bytes, since only bytes tell whether the last one ended.
    private static final class Line {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final byte[] block = new byte[BLOCK];
        private int next;
        private int filled;
        boolean ended;

        boolean next(InputStream in) throws IOException {
            bytes.reset();
            ended = false;
            while (true) {
                if (next == filled) {
                    filled = in.read(block);
                    next = 0;
                    if (filled <= 0) {
                        filled = 0;
                        return bytes.size() > 0;
                    }
                }
                int from = next;
                while (next < filled && block[next] != '\n') {
                    next++;
                }
                bytes.write(block, from, next - from);
                if (next < filled) {
                    next++;
                    ended = true;
                    return true;
                }
            }
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
