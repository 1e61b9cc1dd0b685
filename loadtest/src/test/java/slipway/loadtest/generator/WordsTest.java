package slipway.loadtest.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "recvAddress(..) failed with error(-104): Connection reset by peer | Connection reset by peer",
                "connect(..) failed with error(-99): Cannot assign requested address: /127.0.0.1:8080 | Cannot assign requested address",
                "newSocketStream(..) failed with error(-24): Too many open files | Too many open files",
                "Broken pipe | Broken pipe"
            })
    @DisplayName("a failure is called by the kernel's words, without call and address")
    void kernel(String message, String words) {
        assertThat(Words.of(new IOException(message))).isEqualTo(words);
    }

    @Test
    @DisplayName(
            "where a channel could not even be made the kernel's words are found behind others'")
    void wrapped() {
        var kernel = new IOException("newSocketStream(..) failed: Too many open files");
        var made = new InvocationTargetException(new ChannelException(kernel));

        assertThat(Words.of(new ChannelException("Unable to create Channel from class", made)))
                .isEqualTo("Too many open files");
        assertThat(Words.of(new ClosedChannelException())).isEqualTo("ClosedChannelException");
    }

    @ParameterizedTest
    @CsvSource({"Too many open files, true", "Cannot assign requested address, true", "503, false"})
    @DisplayName("what the client has run out of is no failure of the service")
    void own(String words, boolean own) {
        assertThat(Words.ofTheClient(words)).isEqualTo(own);
    }
}
