package slipway.loadtest.generator;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import slipway.core.InvalidSpec;

/// Where load goes, and how one speaks there.
///
/// @param base scheme, host and port; `http` or `https`
/// @param http2 HTTP/2: agreed on by TLS (ALPN), or known before without (RFC 9113, section 3.3);
///   else HTTP/1.1
/// @param authority whose certificates to trust in place of the JDK's list, as a PEM file; null for
///   that list
public record Target(URI base, boolean http2, @Nullable Path authority) {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    public Target {
        if (base.getScheme() == null
                || !SCHEMES.contains(base.getScheme().toLowerCase(Locale.ROOT))
                || base.getHost() == null
                || base.getUserInfo() != null
                || base.getPort() == 0
                || base.getPort() > 65_535) {
            throw new InvalidSpec(
                    "load is sent to an address such as http://127.0.0.1:8080/accounts, not to "
                            + base);
        }
        if (authority != null && !Files.isReadable(authority)) {
            throw new InvalidSpec(
                    "expected a certificate authority's PEM file, but %s cannot be read"
                            .formatted(authority));
        }
    }

    boolean tls() {
        return base.getScheme().equalsIgnoreCase("https");
    }

    /// Without the brackets of an IPv6 address.
    String host() {
        return base.getHost().replaceAll("^\\[|]$", "");
    }

    int port() {
        return base.getPort() != -1 ? base.getPort() : tls() ? 443 : 80;
    }

    /// As in the header `Host`: the port only where it is not the scheme's own.
    String hostHeader() {
        return base.getPort() == -1 ? base.getHost() : base.getHost() + ":" + base.getPort();
    }

    /// Where the host is. Asked before the load alone: a slow resolver is not the service.
    ///
    /// @throws InvalidSpec where nobody knows it
    InetAddress address() {
        try {
            return InetAddress.getByName(host());
        } catch (UnknownHostException e) {
            throw new InvalidSpec(
                    "nobody knows the host %s: check the name, and that DNS answers"
                            .formatted(host()));
        }
    }

    /// Whether it is this machine.
    public boolean onLoopback() {
        return address().isLoopbackAddress();
    }
}
