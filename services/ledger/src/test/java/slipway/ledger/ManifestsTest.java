package slipway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Compares the manifests that the build has just generated with those a reader sees in `k8s/base`.
///
/// Runs after the build, in a test run of its own (see the pom). The profile `manifests` makes it
/// write instead of compare.
@Tag("manifests")
class ManifestsTest {
    private static final Path GENERATED = Path.of("target/kubernetes/kubernetes.yml");
    private static final Path CHECKED_IN = Path.of("../../k8s/base/ledger");
    private static final String REFRESH =
            "./mvnw -q verify -Pmanifests -pl services/api,services/ledger";
    private static final Pattern KIND = Pattern.compile("(?m)^kind: (\\w+)$");
    private static final Pattern PORT =
            Pattern.compile(" +- containerPort: \\d+\\n +name: .*\\n +protocol: .*\\n");

    /// One file an object, named after its kind.
    private static Map<String, String> generated() throws IOException {
        var files = new TreeMap<String, String>();
        for (var object : Files.readString(GENERATED).split("(?m)^---\\n")) {
            var kind = KIND.matcher(object);
            if (kind.find()) {
                var name = kind.group(1).toLowerCase(Locale.ROOT) + ".yaml";
                files.put(
                        name,
                        "# Generated from services/ledger; refresh: "
                                + REFRESH
                                + "\n"
                                + portsInOrder(object));
            }
        }
        return files;
    }

    /// The generator lists a container's ports in an order of chance; here they rise.
    private static String portsInOrder(String object) {
        var ports = PORT.matcher(object).results().map(MatchResult::group).sorted().iterator();
        return PORT.matcher(object).replaceAll(_ -> Matcher.quoteReplacement(ports.next()));
    }

    @Test
    @DisplayName("the manifests checked in are those that the build generates")
    void fresh() throws IOException {
        var generated = generated();
        assertThat(generated).as("objects in %s", GENERATED.toAbsolutePath()).hasSize(2);
        for (var file : generated.entrySet()) {
            var checkedIn = CHECKED_IN.resolve(file.getKey());
            if (Boolean.getBoolean("slipway.manifests.refresh")) {
                Files.writeString(checkedIn, file.getValue());
            }
            assertThat(checkedIn)
                    .as("stale; refresh it with: %s", REFRESH)
                    .hasContent(file.getValue());
        }
    }

    @Test
    @DisplayName(
            "no selector holds the version, so that the next version finds its object unchanged")
    void selectors() throws IOException {
        assertThat(generated().values())
                .isNotEmpty()
                .noneMatch(object -> object.contains("app.kubernetes.io/version"));
    }
}
