package slipway.loadtest.generator;

import io.netty.channel.ChannelException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import java.lang.reflect.InvocationTargetException;
import java.net.ConnectException;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLException;

/// What a failure is called: few names for many requests, with no address or port in them, so that
/// those of a kind are counted together.
final class Words {
    /// What the client itself has run out of: nothing can be said of the service then.
    private static final Set<String> OWN =
            Set.of("Too many open files", "Cannot assign requested address");

    private Words() {}

    static boolean ofTheClient(String why) {
        return OWN.contains(why);
    }

    static String of(Throwable failure) {
        var cause = origin(failure);
        var message = Objects.requireNonNullElse(cause.getMessage(), "");
        return switch (cause) {
            case ConnectTimeoutException _ -> "no connection in time";
            case ConnectException _ when message.contains("refused") -> "connection refused";
            case SSLException _ -> "TLS: " + message;
            default -> {
                // Native transports name the call, the kernel's words and sometimes the address:
                // `recvAddress(..) failed with error(-104): Connection reset by peer`.
                var without = message.replaceFirst(": \\S*/\\S+:\\d+$", "");
                var last = without.substring(without.lastIndexOf(": ") + 1).strip();
                yield last.isEmpty() ? cause.getClass().getSimpleName() : last;
            }
        };
    }

    /// What is behind those that only say where it happened.
    private static Throwable origin(Throwable failure) {
        var cause = failure.getCause();
        boolean wrapped =
                failure instanceof DecoderException
                        || failure instanceof ChannelException
                        || failure instanceof InvocationTargetException;
        return wrapped && cause != null ? origin(cause) : failure;
    }
}
