package slipway.loadtest.generator;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueEventLoopGroup;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/// How this machine waits for sockets and for the time at once. Linux' and macOS' own ways wake up
/// to the microsecond; the JDK's, on whatever else there is, to the millisecond.
enum Transport {
    EPOLL {
        @Override
        EventLoopGroup oneThread() {
            return new EpollEventLoopGroup(1, threads());
        }

        @Override
        Class<? extends SocketChannel> channel() {
            return EpollSocketChannel.class;
        }
    },
    KQUEUE {
        @Override
        EventLoopGroup oneThread() {
            return new KQueueEventLoopGroup(1, threads());
        }

        @Override
        Class<? extends SocketChannel> channel() {
            return KQueueSocketChannel.class;
        }
    },
    NIO {
        @Override
        EventLoopGroup oneThread() {
            return new NioEventLoopGroup(1, threads());
        }

        @Override
        Class<? extends SocketChannel> channel() {
            return NioSocketChannel.class;
        }
    };

    /// The best that there is here.
    static Transport here() {
        return Epoll.isAvailable() ? EPOLL : KQueue.isAvailable() ? KQUEUE : NIO;
    }

    abstract EventLoopGroup oneThread();

    abstract Class<? extends SocketChannel> channel();

    private static DefaultThreadFactory threads() {
        return new DefaultThreadFactory("load", true);
    }
}
