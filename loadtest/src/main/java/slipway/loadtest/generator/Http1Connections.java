package slipway.loadtest.generator;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// HTTP/1.1: one request at a time on each connection. The one that was used last is taken first,
/// so that what is not needed is left alone.
// Whoever closes or writes is told by the listeners, not by what these return.
@SuppressWarnings("FutureReturnValueIgnored")
final class Http1Connections implements Connections {
    /// More than the head of any sane answer.
    private static final HttpDecoderConfig LIMITS =
            new HttpDecoderConfig().setMaxHeaderSize(65_536);

    /// Connections that are made at the same time: with encryption each takes milliseconds of this
    /// thread, and of a hundred at once none would be ready before all of them are.
    private static final int AT_ONCE = 32;

    private final Wire wire;
    private final int most;
    private final Runnable room;
    private final Deque<Channel> idle = new ArrayDeque<>();

    /// Those for whom there is no connection yet; some of them may have been given up.
    private final Deque<Exchange> waiting = new ArrayDeque<>();

    private int opening;
    private int open;
    private boolean closed;

    /// @param most connections at once
    /// @param room told whenever one may be opened that might not before
    Http1Connections(Wire wire, int most, Runnable room) {
        this.wire = wire;
        this.most = most;
        this.room = room;
    }

    @Override
    public boolean full() {
        purge();
        return idle.isEmpty() && open - opening + waiting.size() >= most;
    }

    @Override
    public void send(Exchange exchange) {
        if (full()) {
            throw new IllegalStateException("all of " + most + " connections are taken");
        }
        waiting.add(exchange);
        serve();
        open();
    }

    /// One for each who waits.
    private void open() {
        while (opening < Math.min(waiting.size(), AT_ONCE)) {
            connect();
        }
    }

    /// Whoever waits goes out on what is free: a connection that was made for him, or one that is
    /// ready before.
    private void serve() {
        for (purge(); !waiting.isEmpty(); purge()) {
            var channel = free();
            if (channel == null) {
                return;
            }
            write(channel, waiting.remove());
        }
    }

    /// Who was given up waits no longer. They were all begun in the order in which they wait.
    private void purge() {
        while (!waiting.isEmpty() && waiting.element().ended()) {
            waiting.remove();
        }
    }

    private @Nullable Channel free() {
        var channel = idle.pollLast();
        while (channel != null && !channel.isActive()) {
            channel = idle.pollLast();
        }
        return channel;
    }

    private void connect() {
        open++;
        opening++;
        var connecting =
                wire.connection()
                        .handler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        fill(channel);
                                    }
                                })
                        .connect();
        if (wire.impossible(connecting)) {
            wire.later(
                    () -> {
                        open--;
                        made(null, connecting);
                    });
            return;
        }
        var channel = connecting.channel();
        channel.closeFuture().addListener(_ -> gone(channel));
        connecting.addListener(
                done -> {
                    var encryption = channel.pipeline().get(SslHandler.class);
                    if (done.isSuccess() && encryption != null) {
                        encryption.handshakeFuture().addListener(shaken -> made(channel, shaken));
                    } else {
                        made(channel, done);
                    }
                });
    }

    /// @param channel null where not even that was made
    private void made(@Nullable Channel channel, Future<?> done) {
        opening--;
        if (channel != null && done.isSuccess()) {
            free(channel, true);
        } else {
            // It was for one of those who wait, where it was not one too many: who that is is
            // settled before others may take its place.
            purge();
            var first = waiting.size() > opening ? waiting.remove() : null;
            if (channel != null) {
                channel.close();
            }
            if (first != null) {
                first.failed(Words.of(done.cause()));
            }
        }
        if (!closed) {
            open();
            room.run();
        }
    }

    private void fill(Channel channel) {
        var encryption = wire.encryption(channel);
        if (encryption != null) {
            channel.pipeline().addLast(encryption);
        }
        channel.pipeline()
                .addLast(new HttpClientCodec(LIMITS, false, false))
                .addLast(new Answers(this::free));
    }

    private void write(Channel channel, Exchange exchange) {
        exchange.on(channel);
        channel.pipeline().get(Answers.class).expect(exchange);
        channel.writeAndFlush(wire.message(exchange.request()))
                .addListener(
                        done -> {
                            if (!done.isSuccess()) {
                                exchange.failed(Words.of(done.cause()));
                                channel.close();
                            }
                        });
    }

    private void free(Channel channel, boolean usable) {
        if (usable && !closed && channel.isActive()) {
            idle.addLast(channel);
            serve();
        } else {
            channel.close();
        }
    }

    private void gone(Channel channel) {
        open--;
        idle.remove(channel);
        if (!closed) {
            room.run();
        }
    }

    @Override
    public void close() {
        closed = true;
        // Closing changes the deque.
        List.copyOf(idle).forEach(Channel::close);
    }
}
