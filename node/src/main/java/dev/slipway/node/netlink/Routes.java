package dev.slipway.node.netlink;

import dev.slipway.node.host.Errno;
import dev.slipway.node.host.LinuxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Links, addresses, routes and neighbours of one namespace. */
public final class Routes implements AutoCloseable {
    private static final int GETROUTE = 26;
    private static final int OPERSTATE_UP = 6;
    private static final int CARRIER_QUESTIONS = 5_000;
    private static final long CARRIER_PAUSE_NANOS = 100_000;

    private final NetlinkSocket socket;

    /** Of the namespace that the calling thread is in. */
    public Routes() {
        socket = new NetlinkSocket(NetlinkSocket.ROUTE);
    }

    /**
     * @param alias empty when it has none
     */
    public record Link(int index, String name, String alias) {}

    /**
     * @param link index of the device; 0 for a route without one
     */
    public record Route(int address, int prefix, int link) {}

    /**
     * Makes the changes in order.
     *
     * @throws LinuxException for the first that was refused; the others are made
     */
    public void apply(RouteBatch changes) {
        try {
            socket.send(changes.batch);
        } finally {
            changes.handles.forEach(NetworkCalls::close);
            changes.handles.clear();
        }
    }

    /** The link's index; empty when there is no link of that name. */
    public OptionalInt index(String name) {
        NetlinkBatch ask = new NetlinkBatch();
        int message = ask.begin("link " + name, RouteBatch.GETLINK, 0);
        ask.zeros(16);
        ask.text(RouteBatch.IFLA_IFNAME, name);
        ask.end(message);
        List<Link> found = new ArrayList<>();
        try {
            socket.exchange(ask, answer -> link(answer).ifPresent(found::add));
        } catch (LinuxException e) {
            if (e.errno() != Errno.ENODEV) {
                throw e;
            }
        }
        return found.stream().mapToInt(Link::index).findFirst();
    }

    /**
     * Waits until a link that is up, with a peer that is up, also carries packets. The kernel
     * starts the queue of the end that came up first in a work of its own, and silently drops what
     * is sent through it before. Since Linux 6.8 asking is enough to have that work done; earlier
     * kernels are asked again, for about a second at most.
     */
    public void awaitCarrier(int index) {
        for (int asked = 0; asked < CARRIER_QUESTIONS && !carries(index); asked++) {
            LockSupport.parkNanos(CARRIER_PAUSE_NANOS);
        }
    }

    private boolean carries(int index) {
        NetlinkBatch ask = new NetlinkBatch();
        int message = ask.begin("link " + index, RouteBatch.GETLINK, 0);
        ask.u32(0);
        ask.u32(index);
        ask.zeros(8);
        ask.end(message);
        AtomicBoolean up = new AtomicBoolean();
        socket.exchange(
                ask,
                answer -> {
                    if (answer.getShort(4) == RouteBatch.NEWLINK) {
                        up.set(
                                Attributes.find(answer, 32, RouteBatch.IFLA_OPERSTATE)
                                        .filter(state -> state[0] == OPERSTATE_UP)
                                        .isPresent());
                    }
                });
        return up.get();
    }

    /** All links, as the kernel lists them. */
    public List<Link> links() {
        NetlinkBatch ask = new NetlinkBatch();
        int message = ask.begin("links", RouteBatch.GETLINK, NetlinkBatch.DUMP);
        ask.zeros(16);
        ask.end(message);
        List<Link> found = new ArrayList<>();
        socket.exchange(ask, answer -> link(answer).ifPresent(found::add));
        return found;
    }

    /** The IPv4 routes of the main table. */
    public List<Route> routes() {
        NetlinkBatch ask = new NetlinkBatch();
        int message = ask.begin("routes", GETROUTE, NetlinkBatch.DUMP);
        ask.u8(2);
        ask.u8(0);
        ask.u16(0);
        ask.u32(0);
        ask.u32(0);
        ask.end(message);
        List<Route> found = new ArrayList<>();
        socket.exchange(ask, answer -> route(answer).ifPresent(found::add));
        return found;
    }

    private static Optional<Link> link(ByteBuffer message) {
        if (message.getShort(4) != RouteBatch.NEWLINK) {
            return Optional.empty();
        }
        String name =
                Attributes.find(message, 32, RouteBatch.IFLA_IFNAME).map(Routes::text).orElse("");
        String alias =
                Attributes.find(message, 32, RouteBatch.IFLA_IFALIAS).map(Routes::text).orElse("");
        return Optional.of(new Link(message.getInt(20), name, alias));
    }

    private static Optional<Route> route(ByteBuffer message) {
        if (message.getShort(4) != 24 || (message.get(20) & 0xff) != 254) {
            return Optional.empty();
        }
        int address =
                Attributes.find(message, 28, 1)
                        .map(bytes -> ByteBuffer.wrap(bytes).getInt())
                        .orElse(0);
        int link =
                Attributes.find(message, 28, 4)
                        .map(bytes -> ByteBuffer.wrap(bytes).order(message.order()).getInt())
                        .orElse(0);
        return Optional.of(new Route(address, message.get(17), link));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, 0, bytes.length - 1, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        socket.close();
    }
}
