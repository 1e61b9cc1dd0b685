package slipway.loadtest.generator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.InvalidSpec;
import slipway.loadtest.generator.ScriptedServer.Deed;

@Timeout(60)
class EncryptedTest {
    private static final char[] PASSWORD = "for this test".toCharArray();

    @TempDir private static Path folder = Path.of("");

    /// A key and its certificate for one address, by the JDK's own tool.
    @BeforeAll
    static void certify() throws Exception {
        certify("right", "ip:127.0.0.1");
        certify("wrong", "dns:example.org");
    }

    private static void certify(String name, String subject) throws Exception {
        keytool(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=" + subject,
                "-validity",
                "2");
        keytool("-exportcert", "-rfc", "-alias", name, "-file", pem(name).toString());
    }

    private static Path pem(String name) {
        return folder.resolve(name + ".pem");
    }

    private static void keytool(String... words) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(words));
        command.addAll(
                List.of(
                        "-keystore",
                        folder.resolve("keys").toString(),
                        "-storepass",
                        new String(PASSWORD)));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static SslContext server(String name, String protocol) throws Exception {
        var all = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("keys"))) {
            all.load(in, PASSWORD);
        }
        var one = KeyStore.getInstance("PKCS12");
        one.load(null, PASSWORD);
        one.setKeyEntry(name, all.getKey(name, PASSWORD), PASSWORD, all.getCertificateChain(name));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(one, PASSWORD);
        return SslContextBuilder.forServer(keys)
                .applicationProtocolConfig(
                        new ApplicationProtocolConfig(
                                Protocol.ALPN,
                                SelectorFailureBehavior.NO_ADVERTISE,
                                SelectedListenerFailureBehavior.ACCEPT,
                                protocol))
                .build();
    }

    private static Measurement run(ScriptedServer server, boolean http2, @Nullable Path authority)
            throws InterruptedException {
        return Generator.run(
                new LoadSpec(
                        new Target(server.base(), http2, authority),
                        Mix.of(RequestTemplate.get("/")),
                        new LoadSpec.Model.Open(
                                RateProfile.Shape.CONSTANT.of(100, Duration.ofSeconds(1)),
                                RateProfile.Spacing.EVEN),
                        Duration.ofSeconds(10),
                        100,
                        "test",
                        42),
                _ -> {});
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("a server whose authority is trusted is asked, over HTTP/1.1 and HTTP/2")
    void trusted(boolean http2) throws Exception {
        var tls =
                server(
                        "right",
                        http2
                                ? ApplicationProtocolNames.HTTP_2
                                : ApplicationProtocolNames.HTTP_1_1);
        try (var server = new ScriptedServer((_, _) -> Deed.well(), http2, tls)) {
            var measured = run(server, http2, pem("right"));

            assertThat(measured.tally().answered())
                    .as(measured.failures().toString())
                    .isEqualTo(100);
        }
    }

    @Test
    @DisplayName("a server that nobody trusts, or that has another name, is not asked at all")
    void untrusted() throws Exception {
        try (var server =
                new ScriptedServer(
                        (_, _) -> Deed.well(),
                        false,
                        server("right", ApplicationProtocolNames.HTTP_1_1))) {
            assertThatThrownBy(() -> run(server, false, null))
                    .isInstanceOf(InvalidSpec.class)
                    .hasMessageContaining("no encrypted connection to 127.0.0.1:")
                    .hasMessageContaining("--ca FILE");
            assertThat(server.seen()).isEmpty();
        }
        try (var server =
                new ScriptedServer(
                        (_, _) -> Deed.well(),
                        false,
                        server("wrong", ApplicationProtocolNames.HTTP_1_1))) {
            assertThatThrownBy(() -> run(server, false, pem("wrong")))
                    .isInstanceOf(InvalidSpec.class)
                    .hasMessageContaining("no encrypted connection to 127.0.0.1:");
            assertThat(server.seen()).isEmpty();
        }
    }

    @Test
    @DisplayName("a server that does not speak HTTP/2 is told by its name")
    void without() throws Exception {
        var tls = server("right", ApplicationProtocolNames.HTTP_1_1);
        try (var server = new ScriptedServer((_, _) -> Deed.well(), false, tls)) {
            assertThatThrownBy(() -> run(server, true, pem("right")))
                    .isInstanceOf(InvalidSpec.class)
                    .hasMessageContaining("does not agree on HTTP/2");
        }
    }

    @Test
    @DisplayName("a file that is no certificate is refused")
    void noCertificate() throws Exception {
        var file = Files.writeString(folder.resolve("text.pem"), "hello");
        try (var server = new ScriptedServer((_, _) -> Deed.well())) {
            var target =
                    new Target(
                            URI.create(server.base().toString().replace("http", "https")),
                            false,
                            file);
            assertThatThrownBy(
                            () ->
                                    Generator.run(
                                            new LoadSpec(
                                                    target,
                                                    Mix.of(RequestTemplate.get("/")),
                                                    new LoadSpec.Model.Closed(
                                                            1, Duration.ofSeconds(1)),
                                                    Duration.ofSeconds(1),
                                                    1,
                                                    "test",
                                                    1),
                                            _ -> {}))
                    .isInstanceOf(InvalidSpec.class)
                    .hasMessageContaining("text.pem is none");
        }
    }
}
