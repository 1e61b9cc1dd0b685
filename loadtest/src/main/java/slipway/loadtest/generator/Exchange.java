package slipway.loadtest.generator;

import io.netty.channel.Channel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One request and what becomes of it; ends once. Everything of it happens on one thread.
final class Exchange {
    /// Who is told of the end.
    interface Ending {
        void answered(Exchange exchange, int status);

        void failed(Exchange exchange, String why);
    }

    private final RequestTemplate request;
    private final Visit visit;
    private final Ending ending;
    private final long begun;
    private @Nullable Channel channel;
    private boolean ended;

    /// Where one user is in a session.
    ///
    /// @param next which request comes next; as many as there are where none does
    /// @param due when, in nanoseconds since the load began
    record Visit(List<RequestTemplate> requests, int next, long due) {
        boolean goesOn() {
            return next < requests.size();
        }

        /// What is left after this request, from then on.
        Visit further(long due) {
            return new Visit(requests, next + 1, due);
        }
    }

    /// @param visit where its user is in a session, and since when it is due
    /// @param begun when it was written, or its connection was begun
    Exchange(RequestTemplate request, Visit visit, Ending ending, long begun) {
        this.request = request;
        this.visit = visit;
        this.ending = ending;
        this.begun = begun;
    }

    RequestTemplate request() {
        return request;
    }

    Visit visit() {
        return visit;
    }

    long planned() {
        return visit.due();
    }

    long begun() {
        return begun;
    }

    boolean ended() {
        return ended;
    }

    /// From now on it is this channel's; closing that ends it.
    void on(Channel channel) {
        this.channel = channel;
    }

    void answered(int status) {
        if (end()) {
            ending.answered(this, status);
        }
    }

    void failed(String why) {
        if (end()) {
            ending.failed(this, why);
        }
    }

    /// Nobody waits for it any longer: what answers it now answers nobody.
    void giveUp() {
        ended = true;
        if (channel != null) {
            var _ = channel.close();
        }
    }

    private boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }
}
