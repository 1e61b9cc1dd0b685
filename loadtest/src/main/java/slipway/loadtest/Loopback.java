package slipway.loadtest;

import java.net.URI;
import slipway.core.InvalidSpec;

/// The only place that load is sent to: this machine's loopback, where the gateway listens.
final class Loopback {
    private Loopback() {}

    /// The same URI, if it is plain HTTP on a loopback address with nothing after the port. Names
    /// other than `localhost` are refused unasked: what they resolve to may change.
    static URI require(URI base) {
        var host = String.valueOf(base.getHost());
        if (!"http".equals(base.getScheme())
                || !(host.equals("localhost")
                        || host.equals("[::1]")
                        || host.matches("127(\\.[0-9]{1,3}){3}"))
                || base.getUserInfo() != null
                || !String.valueOf(base.getPath()).matches("/?")
                || base.getQuery() != null) {
            throw new InvalidSpec(
                    "load is sent to this machine alone, at an address such as"
                            + " http://127.0.0.1:8080, but this is "
                            + base);
        }
        return base;
    }
}
