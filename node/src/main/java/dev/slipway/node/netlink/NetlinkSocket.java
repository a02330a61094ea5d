package dev.slipway.node.netlink;

import dev.slipway.node.host.LinuxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A netlink socket of the namespace in which it was made. The kernel works through a request within
 * {@code send}, so after it the answers are there, or there are none and all went well: no
 * acknowledgement is asked for, nothing is waited for.
 */
final class NetlinkSocket implements AutoCloseable {
    static final int ROUTE = 0;
    static final int NETFILTER = 12;

    private static final int ERROR = 2;
    private static final int DONE = 3;
    private static final int LARGEST_BATCH = 64 << 20;
    private static final int USUAL_BATCH = 100 << 10;

    private final int fd;
    private final ReentrantLock one = new ReentrantLock();
    private boolean widened;
    private boolean closed;

    /** Made in the namespace that the calling thread is in. */
    NetlinkSocket(int protocol) {
        fd = NetworkCalls.netlinkSocket(protocol);
    }

    /**
     * @throws LinuxException for the first message that was refused; in rtnetlink the others are
     *     done none the less, in nfnetlink none is
     */
    void send(NetlinkBatch batch) {
        exchange(batch, answer -> {});
    }

    /**
     * @param answers takes each message that is neither an error nor an end, header included
     */
    void exchange(NetlinkBatch batch, Consumer<ByteBuffer> answers) {
        if (batch.isEmpty()) {
            return;
        }
        one.lock();
        try {
            if (closed) {
                throw new IllegalStateException("The netlink socket is closed");
            }
            widen(batch.length());
            NetworkCalls.send(fd, batch.array(), batch.length());
            int sequence = -1;
            int errno = 0;
            while (true) {
                byte[] received = NetworkCalls.receive(fd);
                if (received.length == 0) {
                    break;
                }
                ByteBuffer buffer = ByteBuffer.wrap(received).order(ByteOrder.nativeOrder());
                for (int at = 0; at + 16 <= received.length; ) {
                    int length = buffer.getInt(at);
                    int type = buffer.getShort(at + 4) & 0xffff;
                    if (type == ERROR) {
                        int error = -buffer.getInt(at + 16);
                        if (error != 0 && errno == 0) {
                            errno = error;
                            sequence = buffer.getInt(at + 8);
                        }
                    } else if (type != DONE) {
                        answers.accept(buffer.slice(at, length).order(ByteOrder.nativeOrder()));
                    }
                    at += (Math.max(length, 16) + 3) & ~3;
                }
            }
            if (errno != 0) {
                throw new LinuxException(batch.label(sequence), errno);
            }
        } finally {
            one.unlock();
        }
    }

    private void widen(int length) {
        if (length > USUAL_BATCH && !widened) {
            NetworkCalls.socketOption(fd, NetworkCalls.SO_SNDBUFFORCE, LARGEST_BATCH);
            NetworkCalls.socketOption(fd, NetworkCalls.SO_RCVBUFFORCE, LARGEST_BATCH / 8);
            widened = true;
        }
    }

    @Override
    public void close() {
        one.lock();
        try {
            if (!closed) {
                closed = true;
                NetworkCalls.close(fd);
            }
        } finally {
            one.unlock();
        }
    }
}
