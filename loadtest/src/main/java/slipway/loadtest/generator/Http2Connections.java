package slipway.loadtest.generator;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// HTTP/2: many requests at a time on each connection, and another connection only where no other
/// takes one more (RFC 9113, section 5.1.2).
// Whoever closes or writes is told by the listeners, not by what these return.
@SuppressWarnings("FutureReturnValueIgnored")
final class Http2Connections implements Connections {
    /// Until the server has said how many it takes: as few as it should take at least.
    private static final int UNTOLD = 100;

    private final Wire wire;
    private final int most;
    private final Runnable room;
    private final List<Line> lines = new ArrayList<>();

    /// @param most connections at once
    /// @param room told whenever one may be opened that might not before
    Http2Connections(Wire wire, int most, Runnable room) {
        this.wire = wire;
        this.most = most;
        this.room = room;
    }

    @Override
    public boolean full() {
        return lines.size() >= most && lines.stream().noneMatch(Line::takes);
    }

    @Override
    public void send(Exchange exchange) {
        var free = lines.stream().filter(Line::takes).findFirst();
        if (free.isPresent()) {
            free.get().send(exchange);
            return;
        }
        if (lines.size() >= most) {
            throw new IllegalStateException("all of " + most + " connections are taken");
        }
        var line = new Line();
        lines.add(line);
        line.open();
        line.send(exchange);
    }

    @Override
    public void close() {
        List.copyOf(lines).forEach(Line::close);
    }

    /// One connection.
    private final class Line {
        /// Sent as soon as the server has said how many it takes, so many at a time.
        private final Deque<Exchange> waiting = new ArrayDeque<>();

        private final ChannelFuture connecting;
        private final Channel channel;
        private boolean ready;
        private boolean leaving;

        /// Requests under way.
        private int under;

        private long takes = UNTOLD;

        Line() {
            connecting =
                    wire.connection()
                            .handler(
                                    new ChannelInitializer<>() {
                                        @Override
                                        protected void initChannel(Channel fresh) {
                                            encrypt(fresh);
                                        }
                                    })
                            .connect();
            channel = connecting.channel();
        }

        /// Follows what becomes of it.
        void open() {
            if (wire.impossible(connecting)) {
                wire.later(() -> gone(Words.of(connecting.cause())));
                return;
            }
            channel.closeFuture()
                    .addListener(_ -> gone("the connection was closed before an answer"));
            connecting.addListener(
                    done -> {
                        if (!done.isSuccess()) {
                            fail(Words.of(done.cause()));
                        } else if (channel.pipeline().get(SslHandler.class) == null) {
                            begin();
                        }
                    });
        }

        boolean takes() {
            return !leaving && under + waiting.size() < takes;
        }

        void send(Exchange exchange) {
            waiting.add(exchange);
            serve();
        }

        void close() {
            leaving = true;
            channel.close();
        }

        private void gone(String why) {
            lines.remove(this);
            fail(why);
            room.run();
        }

        private void encrypt(Channel fresh) {
            var encryption = wire.encryption(fresh);
            if (encryption == null) {
                return;
            }
            fresh.pipeline().addLast(encryption);
            encryption
                    .handshakeFuture()
                    .addListener(
                            done -> {
                                if (!done.isSuccess()) {
                                    fail(Words.of(done.cause()));
                                    fresh.close();
                                } else if (ApplicationProtocolNames.HTTP_2.equals(
                                        encryption.applicationProtocol())) {
                                    begin();
                                } else {
                                    fail("TLS: the server does not agree on HTTP/2");
                                    fresh.close();
                                }
                            });
        }

        private void begin() {
            var settings = Http2Settings.defaultSettings().pushEnabled(false);
            channel.pipeline()
                    .addLast(Http2FrameCodecBuilder.forClient().initialSettings(settings).build())
                    .addLast(new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()))
                    .addLast(new Manners());
            // Whoever does not say what he takes is not understood.
            wire.whenGivenUp(
                    channel,
                    () -> {
                        if (!ready) {
                            fail("no HTTP/2: no settings in time");
                            channel.close();
                        }
                    });
        }

        /// The server has said how many requests it takes at a time: more are refused.
        private void told(@Nullable Long streams) {
            takes = streams == null ? takes : streams;
            ready = true;
            serve();
            room.run();
        }

        private void serve() {
            while (ready && under < takes && !waiting.isEmpty()) {
                var exchange = waiting.remove();
                if (!exchange.ended()) {
                    stream(exchange);
                }
            }
        }

        private void stream(Exchange exchange) {
            under++;
            new Http2StreamChannelBootstrap(channel)
                    .handler(
                            new ChannelInitializer<>() {
                                @Override
                                protected void initChannel(Channel stream) {
                                    stream.pipeline()
                                            .addLast(new Http2StreamFrameToHttpObjectCodec(false))
                                            .addLast(new Answers((ended, _) -> ended.close()));
                                }
                            })
                    .open()
                    .addListener(
                            done -> {
                                if (done.isSuccess()) {
                                    write((Channel) done.getNow(), exchange);
                                } else {
                                    over();
                                    exchange.failed(Words.of(done.cause()));
                                }
                            });
        }

        private void write(Channel stream, Exchange exchange) {
            stream.closeFuture().addListener(_ -> over());
            exchange.on(stream);
            stream.pipeline().get(Answers.class).expect(exchange);
            stream.writeAndFlush(wire.message(exchange.request()))
                    .addListener(
                            done -> {
                                if (!done.isSuccess()) {
                                    exchange.failed(Words.of(done.cause()));
                                    stream.close();
                                }
                            });
        }

        /// One request less is under way.
        private void over() {
            under--;
            if (leaving && under == 0) {
                channel.close();
            }
            serve();
            room.run();
        }

        /// No more requests; those under way may still be answered.
        private void leave() {
            leaving = true;
            if (under == 0) {
                channel.close();
            }
        }

        private void fail(String why) {
            leaving = true;
            var cut = List.copyOf(waiting);
            waiting.clear();
            cut.forEach(exchange -> exchange.failed(why));
        }

        /// What the server says of the connection as a whole.
        private final class Manners extends ChannelInboundHandlerAdapter {
            @Override
            public void channelRead(ChannelHandlerContext context, Object frame) {
                try {
                    if (frame instanceof Http2SettingsFrame settings) {
                        told(settings.settings().maxConcurrentStreams());
                    } else if (frame instanceof Http2GoAwayFrame) {
                        leave();
                    }
                } finally {
                    ReferenceCountUtil.release(frame);
                }
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                fail(Words.of(cause));
                context.close();
            }
        }
    }
}
