package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.core.InvalidSpec;
import slipway.loadtest.generator.Mix;
import slipway.loadtest.generator.RequestTemplate;

class MixFileTest {
    @Test
    @DisplayName("sessions with shares, methods, headers and bodies")
    void whole() {
        var mix =
                MixFile.parse(
                        "mix.yaml",
                        """
                        sessions:
                          - share: 9
                            requests:
                              - get: /accounts/a-000
                          - requests:
                              - post: /transfers
                                headers: {Idempotency-Key: "{run}-{n}"}
                                body: '{"amount": 1}'
                              - get: /accounts
                        """);

        assertThat(mix)
                .isEqualTo(
                        new Mix(
                                List.of(
                                        new Mix.Session(
                                                9, List.of(RequestTemplate.get("/accounts/a-000"))),
                                        new Mix.Session(
                                                1,
                                                List.of(
                                                        new RequestTemplate(
                                                                "POST",
                                                                "/transfers",
                                                                Map.of(
                                                                        "Idempotency-Key",
                                                                        "{run}-{n}"),
                                                                "{\"amount\": 1}"),
                                                        RequestTemplate.get("/accounts"))))));
    }

    @Test
    @DisplayName("the mix that the documentation shows is one")
    void documented() throws IOException {
        var page = Files.readString(Slipway.checkout().resolve("docs/load.md"));
        var shown = page.substring(page.indexOf("```yaml\n") + 8);

        var mix = MixFile.parse("load.md", shown.substring(0, shown.indexOf("```")));

        assertThat(mix.sessions()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'requests: []' | no field is called requests here; there are [sessions]",
                "'sessions: 3' | sessions are a list, with a dash before each",
                "'sessions: []' | a mix has at least one session",
                "'sessions: [{share: 0, requests: [{get: /}]}]' | a share is above 0, not 0.0",
                "'sessions: [{requests: [{}]}]' | such as get: /accounts, not none",
                "'sessions: [{requests: [{get: /, put: /}]}]' | not get and put",
                "'sessions: [{requests: [{get: accounts}]}]' | a path begins with a slash",
                "'sessions: [{requests: []}]' | a session has at least one request"
            })
    @DisplayName("whatever is wrong is named with its line")
    void wrong(String text, String why) {
        assertThatThrownBy(() -> MixFile.parse("mix.yaml", text))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageStartingWith("mix.yaml, line 1: ")
                .hasMessageContaining(why);
    }
}
