package slipway.loadtest.generator;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// What comes back on one connection of HTTP/1.1, or one stream of HTTP/2: reads answers to their
/// last byte, and keeps nothing of their bodies.
final class Answers extends ChannelInboundHandlerAdapter {
    /// Told of a channel that is free again, and whether it may be used once more.
    private final BiConsumer<Channel, Boolean> free;

    private @Nullable Exchange exchange;

    /// Whose answer has come to its end.
    private @Nullable Exchange whole;

    private int status;
    private boolean kept;

    Answers(BiConsumer<Channel, Boolean> free) {
        this.free = free;
    }

    /// The next answer is to this request.
    void expect(Exchange exchange) {
        this.exchange = exchange;
        this.status = 0;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof HttpObject part) {
                read(context, part);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(ChannelHandlerContext context, HttpObject part) {
        if (exchange == null) {
            // Nobody asked: whatever comes next would be taken for another's answer.
            kept = false;
            var _ = context.close();
            return;
        }
        if (part.decoderResult().isFailure()) {
            fail("no HTTP: " + Words.of(part.decoderResult().cause()));
            var _ = context.close();
            return;
        }
        if (part instanceof HttpResponse head) {
            status = head.status().code();
            kept = HttpUtil.isKeepAlive(head);
        }
        // 100 Continue and its like come before the answer.
        if (part instanceof LastHttpContent
                && HttpStatusClass.valueOf(status) != HttpStatusClass.INFORMATIONAL) {
            whole = exchange;
            exchange = null;
        }
    }

    /// Not before all is read that has come: what follows a whole answer is nobody's.
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        settle(context.channel());
        context.fireChannelReadComplete();
    }

    private void settle(Channel channel) {
        var done = whole;
        whole = null;
        if (done != null) {
            int told = status;
            // First free, then told: who goes on at once finds it, and who waits may be on it
            // already.
            free.accept(channel, kept);
            done.answered(told);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        settle(context.channel());
        fail(
                status == 0
                        ? "the connection was closed before an answer"
                        : "the connection was closed within an answer");
        context.fireChannelInactive();
    }

    /// HTTP/2: the server leaves, and will not have looked at this request (RFC 9113, section 6.8).
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        try {
            if (event instanceof Http2GoAwayFrame) {
                fail("the server left before an answer");
                var _ = context.close();
            }
        } finally {
            ReferenceCountUtil.release(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(Words.of(cause));
        var _ = context.close();
    }

    private void fail(String why) {
        var cut = exchange;
        exchange = null;
        if (cut != null) {
            cut.failed(why);
        }
    }
}
