package slipway.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// Decides who may move money: whoever presents the one token.
@ApplicationScoped
class Token {
    private final byte[] expected;

    Token(ApiConfig config) {
        expected = ("Bearer " + config.api().token()).getBytes(UTF_8);
    }

    /// Takes the same time wherever a wrong token differs, so that none can be guessed by the
    /// clock.
    boolean admits(@Nullable String authorization) {
        return authorization != null
                && MessageDigest.isEqual(expected, authorization.getBytes(UTF_8));
    }
}
