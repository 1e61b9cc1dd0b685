package slipway.loadtest.generator;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import slipway.core.InvalidSpec;

/// Looks whether anybody is there before a load is sent: one connection, without a request.
final class Probe {
    private Probe() {}

    /// @throws InvalidSpec where nobody is there, or nobody who can be understood
    static void reach(Target target, Wire wire) throws InterruptedException {
        var connecting =
                wire.connection()
                        .handler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        var encryption = wire.encryption(channel);
                                        if (encryption != null) {
                                            channel.pipeline().addLast(encryption);
                                        }
                                    }
                                })
                        .connect()
                        .await();
        try {
            if (!connecting.isSuccess()) {
                throw new InvalidSpec(
                        "nobody is there: %s at %s:%d; start the service, or check the address"
                                .formatted(
                                        Words.of(connecting.cause()),
                                        target.host(),
                                        target.port()));
            }
            var encryption = connecting.channel().pipeline().get(SslHandler.class);
            if (encryption != null) {
                shake(target, encryption);
            }
        } finally {
            connecting.channel().close().await();
        }
    }

    private static void shake(Target target, SslHandler encryption) throws InterruptedException {
        var handshake = encryption.handshakeFuture().await();
        if (!handshake.isSuccess()) {
            throw new InvalidSpec(
                    "no encrypted connection to %s:%d: %s; where its certificate is from an authority of your own, name that with --ca FILE"
                            .formatted(target.host(), target.port(), Words.of(handshake.cause())));
        }
        if (target.http2()
                && !ApplicationProtocolNames.HTTP_2.equals(encryption.applicationProtocol())) {
            throw new InvalidSpec(
                    "%s:%d does not agree on HTTP/2: leave --http2 out"
                            .formatted(target.host(), target.port()));
        }
    }
}
