package slipway.loadtest.generator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.codec.http2.HttpConversionUtil;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A server on loopback that does with each request what a script has it do, to the microsecond.
// What breaks here is seen by the client under test.
@SuppressWarnings("FutureReturnValueIgnored")
final class ScriptedServer implements AutoCloseable {
    private static final int MAX_BODY = 65_536;

    /// What becomes of a request.
    sealed interface Deed {
        /// A full answer after a time.
        record Answer(int status, Duration after) implements Deed {}

        /// Nothing, for ever.
        record Silence() implements Deed {}

        /// The connection ends.
        record HangUp() implements Deed {}

        /// The answer's head and half of its body, and then the connection ends.
        record Half() implements Deed {}

        /// The answer, and once more the same.
        record Twice() implements Deed {}

        static Deed well() {
            return new Answer(200, Duration.ZERO);
        }
    }

    interface Script {
        /// @param since when the server began
        Deed of(Duration since, Asked asked);
    }

    /// What reached the server.
    record Asked(String method, String path, String body, @Nullable String key) {}

    private final NioEventLoopGroup group = new NioEventLoopGroup(1);
    private final List<Asked> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final long origin = System.nanoTime();
    private final Script script;
    private final boolean http2;
    private final @Nullable SslContext tls;
    private final Channel channel;

    /// @param tls null for none
    ScriptedServer(Script script, boolean http2, @Nullable SslContext tls)
            throws InterruptedException {
        this.script = script;
        this.http2 = http2;
        this.tls = tls;
        this.channel =
                new ServerBootstrap()
                        .group(group)
                        .channel(NioServerSocketChannel.class)
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel child) {
                                        connections.incrementAndGet();
                                        fill(child.pipeline());
                                    }
                                })
                        .bind(InetAddress.getLoopbackAddress(), 0)
                        .sync()
                        .channel();
    }

    ScriptedServer(Script script) throws InterruptedException {
        this(script, false, null);
    }

    URI base() {
        var address = (java.net.InetSocketAddress) channel.localAddress();
        return URI.create(
                "%s://127.0.0.1:%d".formatted(tls == null ? "http" : "https", address.getPort()));
    }

    List<Asked> seen() {
        return seen;
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private void fill(ChannelPipeline pipeline) {
        if (tls != null) {
            pipeline.addLast(tls.newHandler(pipeline.channel().alloc()));
        }
        if (!http2) {
            pipeline.addLast(new HttpServerCodec());
            answers(pipeline);
            return;
        }
        pipeline.addLast(
                        Http2FrameCodecBuilder.forServer()
                                .initialSettings(
                                        Http2Settings.defaultSettings().maxConcurrentStreams(50))
                                .build())
                .addLast(
                        new Http2MultiplexHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel stream) {
                                        stream.pipeline()
                                                .addLast(
                                                        new Http2StreamFrameToHttpObjectCodec(
                                                                true));
                                        answers(stream.pipeline());
                                    }
                                }));
    }

    private void answers(ChannelPipeline pipeline) {
        pipeline.addLast(new HttpObjectAggregator(MAX_BODY))
                .addLast(
                        new SimpleChannelInboundHandler<FullHttpRequest>() {
                            @Override
                            protected void channelRead0(
                                    ChannelHandlerContext context, FullHttpRequest request) {
                                answer(context, request);
                            }
                        });
    }

    private void answer(ChannelHandlerContext context, FullHttpRequest request) {
        var asked =
                new Asked(
                        request.method().name(),
                        request.uri(),
                        request.content().toString(UTF_8),
                        request.headers().get("Idempotency-Key"));
        seen.add(asked);
        var stream =
                request.headers().get(HttpConversionUtil.ExtensionHeaderNames.STREAM_ID.text());
        switch (script.of(Duration.ofNanos(System.nanoTime() - origin), asked)) {
            case Deed.Answer(var status, var after) ->
                    context.executor()
                            .schedule(
                                    () -> context.writeAndFlush(response(status, stream)),
                                    after.toNanos(),
                                    TimeUnit.NANOSECONDS);
            case Deed.Silence _ -> {}
            case Deed.HangUp _ -> context.close();
            case Deed.Twice _ -> {
                // Both in one packet.
                context.write(response(200, stream));
                context.pipeline()
                        .context(HttpServerCodec.class)
                        .writeAndFlush(
                                Unpooled.copiedBuffer(
                                        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", UTF_8));
            }
            case Deed.Half _ -> {
                var half = response(200, stream);
                half.headers().set(HttpHeaderNames.CONTENT_LENGTH, 1_000);
                context.writeAndFlush(half).addListener(_ -> context.close());
            }
        }
    }

    private static FullHttpResponse response(int status, @Nullable String stream) {
        var response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(status),
                        Unpooled.copiedBuffer("done", UTF_8));
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 4);
        if (stream != null) {
            response.headers()
                    .set(HttpConversionUtil.ExtensionHeaderNames.STREAM_ID.text(), stream);
        }
        return response;
    }
}
