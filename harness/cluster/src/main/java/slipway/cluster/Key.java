package slipway.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// A name for a set of inputs: same inputs, same name.
final class Key {
    /// 48 bits: a cache holds tens of entries, and the name stays readable.
    private static final int HEX_DIGITS = 12;

    private final MessageDigest digest;

    private Key() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Of strings, in order.
    static String of(String... parts) {
        return of(List.of(), parts);
    }

    /// Of files, folders (every file below them, with its name relative to the folder) and strings.
    static String of(List<Path> paths, String... parts) {
        var key = new Key();
        for (var path : paths) {
            key.add(path);
        }
        for (var part : parts) {
            key.add("text", part.getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(key.digest.digest()).substring(0, HEX_DIGITS);
    }

    private void add(Path path) {
        try (var files = Files.walk(path)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                var name = file.equals(path) ? path.getFileName() : path.relativize(file);
                add(name.toString(), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new ClusterFailure("cannot read " + path + ", which the cluster is made of", e);
        }
    }

    /// Lengths keep `ab, c` apart from `a, bc`.
    private void add(String name, byte[] content) {
        digest.update((name + '\0' + content.length + '\0').getBytes(StandardCharsets.UTF_8));
        digest.update(content);
    }
}
