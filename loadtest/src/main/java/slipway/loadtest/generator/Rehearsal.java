package slipway.loadtest.generator;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Half a second of load on a server of its own, before the first request that counts: a JVM that
/// loads its classes sends late. The target sees none of it.
final class Rehearsal {
    private static final String HOST = "127.0.0.1";
    private static final int PER_SECOND = 500;
    private static final Duration TIME = Duration.ofMillis(500);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final int CONNECTIONS = 100;

    private Rehearsal() {}

    /// As the load that follows, but for encryption.
    static void of(LoadSpec spec) throws InterruptedException {
        var group = new NioEventLoopGroup(1);
        try {
            var server = serve(group, spec.target().http2());
            var target =
                    new Target(
                            URI.create("http://%s:%d".formatted(HOST, server.getPort())),
                            spec.target().http2(),
                            null);
            Generator.perform(
                    new LoadSpec(
                            target,
                            Mix.of(RequestTemplate.get("/")),
                            new LoadSpec.Model.Open(
                                    RateProfile.Shape.CONSTANT.of(PER_SECOND, TIME),
                                    RateProfile.Spacing.EVEN),
                            TIMEOUT,
                            CONNECTIONS,
                            "rehearsal",
                            spec.seed()),
                    _ -> {});
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
        // What has been loaded stays: moved once now, and not by the first collections amid the
        // load.
        System.gc();
    }

    private static InetSocketAddress serve(NioEventLoopGroup group, boolean http2)
            throws InterruptedException {
        var bound =
                new ServerBootstrap()
                        .group(group)
                        .channel(NioServerSocketChannel.class)
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        if (http2) {
                                            streams(channel.pipeline());
                                        } else {
                                            channel.pipeline().addLast(new HttpServerCodec());
                                            answers(channel.pipeline());
                                        }
                                    }
                                })
                        .bind(HOST, 0)
                        .sync();
        return (InetSocketAddress) bound.channel().localAddress();
    }

    private static void streams(ChannelPipeline pipeline) {
        pipeline.addLast(Http2FrameCodecBuilder.forServer().build())
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

    private static void answers(ChannelPipeline pipeline) {
        pipeline.addLast(
                new SimpleChannelInboundHandler<HttpObject>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
                        if (part instanceof LastHttpContent) {
                            var answer =
                                    new DefaultFullHttpResponse(
                                            HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
                            HttpUtil.setContentLength(answer, 0);
                            var _ = context.writeAndFlush(answer);
                        }
                    }
                });
    }
}
