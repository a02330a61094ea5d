package dev.slipway.node.dns;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The front door: the resolver of one VPC, on sockets that were opened inside it. */
public final class NameService {
    private static final Logger LOG = LoggerFactory.getLogger(NameService.class);

    /** Questions under way at once, of one VPC; what comes on top gets SERVFAIL. */
    private static final int AT_ONCE = 256;

    private static final int IDLE_MILLIS = 10_000;

    private final Answers answers;
    private final Upstream upstream;
    private final ThreadFactory threads;
    private final Semaphore places = new Semaphore(AT_ONCE);

    /**
     * @param blocks the VPC's IPv4 blocks
     * @param resolvers the host's; asked in this order
     * @param threads virtual ones do well: each question under way takes one
     */
    public NameService(
            List<String> blocks, List<InetSocketAddress> resolvers, ThreadFactory threads) {
        this.answers = new Answers(blocks);
        this.upstream = new Upstream(resolvers);
        this.threads = threads;
    }

    /** Serves until the channel is closed. */
    public void serve(DatagramChannel channel) {
        threads.newThread(() -> udp(channel)).start();
    }

    /** Serves until the channel is closed. */
    public void serve(ServerSocketChannel channel) {
        threads.newThread(() -> tcp(channel)).start();
    }

    private void udp(DatagramChannel channel) {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        while (channel.isOpen()) {
            try {
                buffer.clear();
                SocketAddress from = channel.receive(buffer);
                byte[] query = Arrays.copyOf(buffer.array(), buffer.position());
                if (from != null && query.length >= Question.HEADER && query[2] >= 0) {
                    question(channel, from, query);
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.debug("A question was lost", e);
            }
        }
    }

    private void question(DatagramChannel channel, SocketAddress from, byte[] query)
            throws IOException {
        Optional<byte[]> ours =
                Question.read(query, query.length).flatMap(q -> answers.answer(query, q));
        if (ours.isPresent()) {
            channel.send(ByteBuffer.wrap(ours.get()), from);
        } else if (places.tryAcquire()) {
            threads.newThread(() -> relay(channel, from, query)).start();
        } else {
            channel.send(ByteBuffer.wrap(Answers.failure(query, query.length)), from);
        }
    }

    private void relay(DatagramChannel channel, SocketAddress from, byte[] query) {
        try {
            channel.send(ByteBuffer.wrap(resolve(query, false)), from);
        } catch (IOException e) {
            LOG.debug("An answer was lost", e);
        } finally {
            places.release();
        }
    }

    private byte[] resolve(byte[] query, boolean tcp) {
        return upstream.ask(query, tcp).orElseGet(() -> Answers.failure(query, query.length));
    }

    private void tcp(ServerSocketChannel channel) {
        while (channel.isOpen()) {
            try {
                SocketChannel accepted = channel.accept();
                if (places.tryAcquire()) {
                    threads.newThread(() -> converse(accepted)).start();
                } else {
                    accepted.close();
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.debug("A connection was lost", e);
            }
        }
    }

    private void converse(SocketChannel accepted) {
        try (Socket socket = accepted.socket()) {
            socket.setSoTimeout(IDLE_MILLIS);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                byte[] query = new byte[in.readUnsignedShort()];
                in.readFully(query);
                if (query.length < Question.HEADER) {
                    return;
                }
                byte[] answer =
                        Question.read(query, query.length)
                                .flatMap(q -> answers.answer(query, q))
                                .orElseGet(() -> resolve(query, true));
                socket.getOutputStream().write(Upstream.framed(answer));
            }
        } catch (EOFException | SocketTimeoutException e) {
            LOG.trace("A client went", e);
        } catch (IOException e) {
            LOG.debug("A connection broke", e);
        } finally {
            places.release();
        }
    }
}
