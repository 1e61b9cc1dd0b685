package slipway.loadtest.generator;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import slipway.core.InvalidSpec;

/// What every connection of a load has in common: where it leads, how it is encrypted, and how a
/// request is written.
final class Wire {
    /// Those that say nothing of a length where they have no body (RFC 9110, section 8.6).
    private static final Set<String> BODILESS = Set.of("GET", "HEAD", "DELETE", "OPTIONS", "TRACE");

    private final Target target;
    private final EventLoop loop;
    private final Transport transport;
    private final InetSocketAddress address;
    private final Duration timeout;
    private final @Nullable SslContext tls;

    /// @throws InvalidSpec where the host or the authority's certificate is none
    Wire(Target target, Duration timeout, Transport transport, EventLoop loop) {
        this.target = target;
        this.loop = loop;
        this.transport = transport;
        this.timeout = timeout;
        this.address = new InetSocketAddress(target.address(), target.port());
        this.tls = target.tls() ? tls(target) : null;
    }

    /// A new connection, but for what happens on it.
    Bootstrap connection() {
        return new Bootstrap()
                .group(loop)
                .channel(transport.channel())
                .remoteAddress(address)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(Math.max(1, timeout.toMillis())));
    }

    /// What encrypts a channel; null where nothing does.
    @Nullable SslHandler encryption(Channel channel) {
        if (tls == null) {
            return null;
        }
        var handler = tls.newHandler(channel.alloc(), target.host(), target.port());
        handler.setHandshakeTimeoutMillis(Math.max(1, timeout.toMillis()));
        return handler;
    }

    /// Whether not even a socket was to be had. Whoever waits for such a connection is told on
    /// another thread, and nobody is told of its end.
    boolean impossible(ChannelFuture connecting) {
        return connecting.isDone()
                && !connecting.isSuccess()
                && !connecting.channel().isRegistered();
    }

    /// After what is being done now, on the thread that does all of it.
    void later(Runnable deed) {
        loop.execute(deed);
    }

    /// Once a client would have given up, if the channel is still open then.
    void whenGivenUp(Channel channel, Runnable deed) {
        var alarm = loop.schedule(deed, timeout.toMillis(), TimeUnit.MILLISECONDS);
        var _ = channel.closeFuture().addListener(_ -> alarm.cancel(false));
    }

    FullHttpRequest message(RequestTemplate request) {
        var bytes = request.bytes();
        ByteBuf body = bytes.length == 0 ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(bytes);
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        headers.set(HttpHeaderNames.HOST, target.hostHeader());
        headers.set(HttpHeaderNames.USER_AGENT, "slipway");
        headers.set(HttpHeaderNames.ACCEPT, "*/*");
        if (bytes.length > 0 || !BODILESS.contains(request.method())) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
        }
        request.headers().forEach(headers::set);
        return new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.valueOf(request.method()),
                request.path(),
                body,
                headers,
                EmptyHttpHeaders.INSTANCE);
    }

    private static SslContext tls(Target target) {
        try {
            var context = SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS");
            if (target.authority() != null) {
                context.trustManager(target.authority().toFile());
            }
            if (target.http2()) {
                context.applicationProtocolConfig(
                        new ApplicationProtocolConfig(
                                Protocol.ALPN,
                                SelectorFailureBehavior.NO_ADVERTISE,
                                SelectedListenerFailureBehavior.ACCEPT,
                                ApplicationProtocolNames.HTTP_2));
            }
            return context.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new InvalidSpec(
                    "expected the PEM file of a certificate authority, but %s is none: %s"
                            .formatted(target.authority(), e.getMessage()));
        }
    }
}
