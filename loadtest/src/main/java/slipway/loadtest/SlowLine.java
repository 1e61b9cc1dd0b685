package slipway.loadtest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/// A request's body on a bad line: its first byte is sent at once, so that a pod has the request in
/// its hands, and the rest when the line is through with it.
final class SlowLine extends HttpEntityWrapper {
    private final HttpEntity body;
    private final Duration time;

    private SlowLine(HttpEntity body, Duration time) {
        super(body);
        this.body = body;
        this.time = time;
    }

    /// The body as it is where the line takes no time.
    static HttpEntity taking(Duration time, HttpEntity body) {
        return time.isZero() ? body : new SlowLine(body, time);
    }

    @Override
    public void writeTo(OutputStream line) throws IOException {
        var whole = new ByteArrayOutputStream();
        body.writeTo(whole);
        var bytes = whole.toByteArray();
        line.write(bytes, 0, 1);
        line.flush();
        try {
            Thread.sleep(time);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a request was being sent");
        }
        line.write(bytes, 1, bytes.length - 1);
    }
}
