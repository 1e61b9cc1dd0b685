package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.cluster.SuiteImages.Version;

/// On an engine that builds nothing: it notes what it is asked, and has what it was asked to build.
class SuiteImagesTest {
    private static final String ENGINE =
            """
            #!/bin/sh
            echo "$@" >>HOME/asked
            for last; do :; done
            case "$1 $2" in
                'image inspect') grep -q -x -F -e "$last" HOME/has || echo "$last" | grep -q -E -f HOME/given ;;
                'build --no-cache') tag=; for word; do [ "$tag" = --tag ] && echo "$word" >>HOME/has; tag=$word; done ;;
                'container inspect') echo false ;;
                'logs --tail') echo 'module not found' ;;
            esac
            """;

    @TempDir Path home;

    private SuiteImages images;

    @BeforeEach
    void prepare() throws IOException {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/apt-cache")),
                "the base comes from Debian's packages: no apt-cache here");
        write("checkout/pom.xml", pom("1.0", "one plugin"));
        write("checkout/services/Containerfile", "FROM scratch AS base\n");
        write("checkout/services/java.modules", "java.base\n");
        write("checkout/services/postgres/start", "#!/bin/sh\n");
        for (var service : SuiteImages.SERVICES) {
            write("checkout/services/" + service + "/pom.xml", "<project/>");
            write("checkout/services/" + service + "/java.options", "-Xmx1m\n");
            write("checkout/services/" + service + "/src/main/java/A.java", "class A {}\n");
        }
        write("has", "");
        given("localhost/slipway-.*", "localhost/postgres:.*");
        write("engine", ENGINE.replace("HOME", home.toString()));
        assertThat(home.resolve("engine").toFile().setExecutable(true)).isTrue();
        var settings =
                new Settings(
                        home.resolve("checkout"),
                        home.resolve("cache"),
                        "test",
                        8080,
                        Optional.empty());
        images =
                new SuiteImages(
                        settings,
                        new Engine(home.resolve("engine").toString(), Map.of()),
                        new PlainProgress(
                                new PrintStream(OutputStream.nullOutputStream()),
                                InstantSource.system()),
                        false);
    }

    private static String pom(String version, String plugin) {
        return "<project><properties><postgres-binaries.version>18.1.0</postgres-binaries.version>"
                + "<quarkus.version>%s</quarkus.version></properties><build>%s</build></project>"
                        .formatted(version, plugin);
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(home.resolve(file).getParent());
        Files.writeString(home.resolve(file), text);
    }

    /// Lets Maven compile api, and somebody do something in its folder meanwhile.
    private void compiling(String meanwhile) throws IOException {
        write(
                "checkout/mvnw",
                """
                #!/bin/sh
                echo mvnw >>HOME/asked
                cd services/api
                MEANWHILE
                touch ../saved
                sleep 0.1
                mkdir -p target/quarkus-app/lib
                touch target/quarkus-app/quarkus-run.jar
                """
                        .replace("HOME", home.toString())
                        .replace("MEANWHILE", meanwhile));
        assertThat(home.resolve("checkout/mvnw").toFile().setExecutable(true)).isTrue();
    }

    /// The images that the engine has from the start, as patterns.
    private void given(String... patterns) throws IOException {
        write("given", String.join("\n", patterns) + "\n");
    }

    /// The targets that the engine was asked to build since the last time.
    private List<String> built() throws IOException {
        var asked = home.resolve("asked");
        var targets =
                Files.readAllLines(asked).stream()
                        .filter(line -> line.startsWith("build "))
                        .map(line -> line.replaceFirst(".*--target (\\S+) .*", "$1"))
                        .toList();
        Files.delete(asked);
        return targets;
    }

    @Test
    @DisplayName(
            "of the same source, a further version only writes its name, and the same one nothing")
    void versions() throws Exception {
        var first = images.build(Version.of("v1"));
        assertThat(built()).containsExactly("version", "version", "version");
        assertThat(first)
                .containsOnlyKeys("agent", "api", "ledger", "postgres")
                .hasEntrySatisfying(
                        "api", api -> assertThat(api).matches("localhost/api:v1-[0-9a-f]{8}"))
                .hasEntrySatisfying(
                        "postgres",
                        image ->
                                assertThat(image).matches("localhost/postgres:18\\.1-[0-9a-f]{8}"));

        assertThat(images.build(Version.of("v1"))).isEqualTo(first);
        assertThat(built()).isEmpty();

        var twin = images.build(Version.of("v2-drainless"), List.of("api"));
        assertThat(built()).containsExactly("drainless");
        assertThat(String.valueOf(twin.get("api")))
                .matches("localhost/api:v2-drainless-[0-9a-f]{8}")
                .endsWith(String.valueOf(first.get("api")).replaceFirst(".*-", "-"));

        images.build(Version.of("v2-schema"), List.of("ledger"));
        assertThat(built()).containsExactly("schema");
    }

    @Test
    @DisplayName(
            "a version with a planted bug is built from a build of its own, which all bugs share")
    void planted() throws Exception {
        write("checkout/services/planted/pom.xml", "<project/>");
        write("checkout/services/planted/src/main/java/B.java", "class B {}\n");
        var sound = images.build(Version.of("v2"), List.of("api"));
        built();
        var errors = images.build(Version.of("v2-errors"), List.of("api"));
        assertThat(Files.readString(home.resolve("asked")))
                .contains("BUG=errors")
                .contains("BUILT=localhost/slipway-trained-api-planted:");
        assertThat(built()).containsExactly("planted");
        var slow = images.build(Version.of("v2-slow"), List.of("api"));
        assertThat(hash(slow)).isEqualTo(hash(errors)).isNotEqualTo(hash(sound));

        write("checkout/services/planted/src/main/java/B.java", "class B { int changed; }\n");
        assertThat(images.build(Version.of("v2"), List.of("api"))).isEqualTo(sound);
        assertThat(hash(images.build(Version.of("v2-slow"), List.of("api"))))
                .isNotEqualTo(hash(slow));
    }

    private static String hash(Map<String, String> images) {
        return String.valueOf(images.get("api")).replaceFirst(".*-", "");
    }

    @Test
    @DisplayName("a trait that there is none of is refused")
    void unknownTrait() {
        assertThatThrownBy(() -> Version.of("v2-eror"))
                .isInstanceOf(ClusterFailure.class)
                .hasMessageContaining("drainless, anew, crashloop, denies, early")
                .hasMessageContaining("not eror");
    }

    @Test
    @DisplayName("what somebody works at is built upon the app itself, without training it")
    void untrained() throws Exception {
        given("localhost/slipway-(base|java|lib|app)", "localhost/postgres:.*");
        compiling(":");
        var images = this.images.build(Version.dev(), List.of("api"));
        assertThat(String.valueOf(images.get("api"))).matches("localhost/api:dev-[0-9a-f]{8}");
        assertThat(Files.readString(home.resolve("asked")))
                .contains("--target version")
                .contains("BUILT=localhost/slipway-app-api:")
                .doesNotContain("train");
    }

    @Test
    @DisplayName("a changed line of api is another api, and the same ledger")
    void changedLine() throws Exception {
        var before = images.build(Version.of("v1"));
        write("checkout/services/api/src/main/java/A.java", "class A { int changed; }\n");
        var after = images.build(Version.of("v1"));
        assertThat(after.get("api")).isNotEqualTo(before.get("api"));
        assertThat(after.get("ledger")).isEqualTo(before.get("ledger"));
    }

    @Test
    @DisplayName("of the reactor's pom, the versions make other images, and nothing else does")
    void reactor() throws Exception {
        var before = images.build(Version.of("v1"));
        write("checkout/pom.xml", pom("1.0", "another plugin"));
        assertThat(images.build(Version.of("v1"))).isEqualTo(before);
        write("checkout/pom.xml", pom("2.0", "another plugin"));
        assertThat(images.build(Version.of("v1")).get("api")).isNotEqualTo(before.get("api"));
    }

    @Test
    @DisplayName("changed options of Java, and a changed recipe, make other images")
    void options() throws Exception {
        var before = images.build(Version.of("v1"));
        write("checkout/services/api/java.options", "-Xmx2m\n");
        var options = images.build(Version.of("v1"));
        assertThat(options.get("api")).isNotEqualTo(before.get("api"));
        write("checkout/services/Containerfile", "FROM scratch AS other\n");
        assertThat(images.build(Version.of("v1")).get("api")).isNotEqualTo(options.get("api"));
    }

    @Test
    @DisplayName("a file that is saved while a service compiles gets into no image, then or later")
    void savedMeanwhile() throws Exception {
        given("localhost/slipway-(base|java)", "localhost/postgres:.*");
        compiling("[ -e ../saved ] || echo 'class A { int saved; }' >src/main/java/A.java");

        assertThatThrownBy(() -> images.build(Version.dev(), List.of("api")))
                .hasMessage("services/api changed while it was compiled; run it again");
        assertThat(built()).isEmpty();

        images.build(Version.dev(), List.of("api"));
        assertThat(Files.readString(home.resolve("asked"))).contains("mvnw");
        assertThat(built()).containsExactly("lib", "app", "version");
    }

    @Test
    @DisplayName(
            "the user's own options of Maven stay, and the collector that they choose; a path with a blank is not passed on")
    void mavenOptions() {
        var quick = "-XX:TieredStopAtLevel=1 -Xmn400m -XX:MetaspaceSize=128m";
        var archived =
                " -XX:+AutoCreateSharedArchive -Xlog:cds*=off -Xlog:aot*=off -XX:SharedArchiveFile=/cache/maven.jsa";
        var archive = Path.of("/cache/maven.jsa");
        assertThat(SuiteImagesParts.mavenOptions("", archive))
                .isEqualTo(quick + " -XX:+UseSerialGC" + archived);
        assertThat(SuiteImagesParts.mavenOptions("-Dproxy=a", archive))
                .isEqualTo(quick + " -XX:+UseSerialGC" + archived + " -Dproxy=a");
        assertThat(SuiteImagesParts.mavenOptions("-XX:+UseG1GC", archive))
                .isEqualTo(quick + archived + " -XX:+UseG1GC");
        assertThat(SuiteImagesParts.mavenOptions("", Path.of("/a b/maven.jsa")))
                .isEqualTo(quick + " -XX:+UseSerialGC");
    }

    @Test
    @DisplayName("an image that does not start fails the build, with what it said")
    void doesNotStart() throws Exception {
        given("localhost/slipway-(base|java|lib|app)", "localhost/postgres:.*");
        assertThatThrownBy(() -> images.build(Version.of("v1"), List.of("api")))
                .isInstanceOf(ClusterFailure.class)
                .hasMessageContaining("train-api")
                .hasMessageContaining("ended before it was ready")
                .hasMessageContaining("module not found");
        assertThat(built()).isEmpty();
    }
}
