package slipway.agent;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;

/// One question to the world; each is asked anew, with nothing kept from the last time.
sealed interface Probe {
    String name();

    /// What was answered, in a few words.
    ///
    /// @throws IOException if the target did not answer as it should
    String ask(Duration timeout) throws IOException;

    /// Does the name resolve?
    record Dns(String name, String host) implements Probe {
        @Override
        public String ask(Duration timeout) throws IOException {
            return InetAddress.getByName(host).getHostAddress();
        }
    }

    /// Does the service answer 200, over a connection of its own? A kept one would not notice that
    /// its endpoint has left the Service.
    record Http(String name, URI uri) implements Probe {
        @Override
        public String ask(Duration timeout) throws IOException {
            var connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout((int) timeout.toMillis());
            connection.setReadTimeout((int) timeout.toMillis());
            connection.setRequestProperty("Connection", "close");
            try {
                var status = connection.getResponseCode();
                if (status != 200) {
                    throw new IOException("expected status 200 of " + uri + ", but saw " + status);
                }
                return "version "
                        + connection.getHeaderField("Slipway-Version")
                        + " from "
                        + connection.getHeaderField("Slipway-Pod");
            } finally {
                connection.disconnect();
            }
        }
    }
}
