package slipway.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What is noted of a cluster once it is whole: a cluster without a mark is half made.
///
/// @param key what it was made from, see [Material]
/// @param engine the engine that holds it; empty in a mark of before this was noted
/// @param port the Gateway's loopback port, which a cluster keeps for its life; empty likewise
record Mark(String key, Optional<String> engine, OptionalInt port) {
    static Optional<Mark> read(Path file) {
        try {
            return Optional.of(parse(Files.readAllLines(file)));
        } catch (IOException _) {
            return Optional.empty(); // none, or none that this user may see
        }
    }

    private static Mark parse(List<String> lines) {
        var key = lines.isEmpty() ? "" : lines.getFirst();
        return lines.size() < 3 || !lines.get(2).matches("\\d{1,5}")
                ? new Mark(key, Optional.empty(), OptionalInt.empty())
                : new Mark(
                        key,
                        Optional.of(lines.get(1)),
                        OptionalInt.of(Integer.parseInt(lines.get(2))));
    }

    static void write(Path file, String key, Engine engine, int port) throws IOException {
        Files.write(file, List.of(key, engine.name(), Integer.toString(port)));
    }
}
