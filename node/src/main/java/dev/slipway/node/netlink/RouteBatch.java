package dev.slipway.node.netlink;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Changes to links, addresses, routes and neighbours of one namespace, for {@link Routes#apply}.
 * IPv4 addresses are numbers. Adding what exists is no error, save for links.
 */
public final class RouteBatch {
    static final int NEWLINK = 16;
    static final int DELLINK = 17;
    static final int GETLINK = 18;
    static final int SETLINK = 19;
    private static final int NEWADDR = 20;
    private static final int NEWROUTE = 24;
    private static final int DELROUTE = 25;
    private static final int NEWNEIGH = 28;

    static final int IFLA_ADDRESS = 1;
    static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    static final int IFLA_OPERSTATE = 16;
    private static final int IFLA_LINKINFO = 18;
    static final int IFLA_IFALIAS = 20;
    private static final int IFLA_GROUP = 27;
    private static final int IFLA_NET_NS_FD = 28;
    private static final int IFLA_INFO_KIND = 1;
    private static final int IFLA_INFO_DATA = 2;
    private static final int VETH_INFO_PEER = 1;

    private static final int UP = 1;
    private static final int NOARP = 0x80;
    private static final byte AF_INET = 2;
    private static final int MAIN_TABLE = 254;
    private static final int STATIC = 4;
    private static final int UNICAST = 1;
    private static final int BLACKHOLE = 6;
    private static final int SCOPE_LINK = 253;
    private static final int ONLINK = 4;
    private static final int PERMANENT = 0x80;

    final NetlinkBatch batch = new NetlinkBatch();

    /** Peers' namespaces: opened for the time of the call. */
    final List<Integer> handles = new ArrayList<>();

    /**
     * One end of a veth pair.
     *
     * @param mac six hex octets with colons
     */
    public record End(String name, String mac) {}

    /**
     * A veth pair without ARP, one end here and the other made right where it belongs. The end here
     * is up; the other cannot be before both exist, so {@link #up} is left to do there.
     *
     * @param there the peer's namespace
     * @param mtu in bytes
     */
    public RouteBatch veth(End here, End peer, Path there, int mtu) {
        int fd = NetworkCalls.open(there.toString(), NetworkCalls.O_RDONLY_CLOEXEC);
        handles.add(fd);
        int message =
                link(
                        "link " + here.name(),
                        NEWLINK,
                        NetlinkBatch.CREATE | NetlinkBatch.EXCLUSIVE,
                        0,
                        UP | NOARP);
        end(here, mtu);
        int info = batch.plainNest(IFLA_LINKINFO);
        batch.text(IFLA_INFO_KIND, "veth");
        int data = batch.plainNest(IFLA_INFO_DATA);
        int other = batch.plainNest(VETH_INFO_PEER);
        linkHeader(0, NOARP);
        end(peer, mtu);
        batch.number(IFLA_NET_NS_FD, fd);
        batch.unnest(other);
        batch.unnest(data);
        batch.unnest(info);
        batch.end(message);
        return this;
    }

    private void end(End end, int mtu) {
        batch.text(IFLA_IFNAME, end.name());
        batch.attribute(IFLA_ADDRESS, mac(end.mac()));
        batch.number(IFLA_MTU, mtu);
    }

    public RouteBatch up(int index) {
        batch.end(link("link up", NEWLINK, 0, index, UP));
        return this;
    }

    /** Writes a text beside the link, for people and for finding it again; up to 255 characters. */
    public RouteBatch alias(int index, String text) {
        int message = link("link alias " + text, SETLINK, 0, index, 0);
        batch.text(IFLA_IFALIAS, text);
        batch.end(message);
        return this;
    }

    public RouteBatch group(int index, int group) {
        int message = link("link group", SETLINK, 0, index, 0);
        batch.number(IFLA_GROUP, group);
        batch.end(message);
        return this;
    }

    /** Deletes all links of the group at the price of one. */
    public RouteBatch deleteGroup(int group) {
        int message = link("delete links", DELLINK, 0, 0, 0);
        batch.number(IFLA_GROUP, group);
        batch.end(message);
        return this;
    }

    public RouteBatch deleteLink(int index) {
        batch.end(link("delete link", DELLINK, 0, index, 0));
        return this;
    }

    /** Gives the link an address of its own, a /32. */
    public RouteBatch address(int index, int address) {
        int message =
                batch.begin(
                        "address " + text(address),
                        NEWADDR,
                        NetlinkBatch.CREATE | NetlinkBatch.REPLACE);
        batch.u8(AF_INET);
        batch.u8(32);
        batch.u8(0);
        batch.u8(0);
        batch.u32(index);
        batch.attribute(2, NetlinkBatch.bigEndian(address));
        batch.attribute(1, NetlinkBatch.bigEndian(address));
        batch.end(message);
        return this;
    }

    /** Reached right over the link. */
    public RouteBatch directRoute(int address, int prefix, int index) {
        int message = route(NEWROUTE, UNICAST, SCOPE_LINK, 0, address, prefix);
        batch.number(4, index);
        batch.end(message);
        return this;
    }

    /**
     * Reached over a gateway that needs no route of its own.
     *
     * @param source the address that our own packets carry; 0 leaves the choice to the kernel
     */
    public RouteBatch route(int address, int prefix, int gateway, int index, int source) {
        int message = route(NEWROUTE, UNICAST, 0, ONLINK, address, prefix);
        batch.attribute(5, NetlinkBatch.bigEndian(gateway));
        batch.number(4, index);
        if (source != 0) {
            batch.attribute(7, NetlinkBatch.bigEndian(source));
        }
        batch.end(message);
        return this;
    }

    /** Dropped without a word. */
    public RouteBatch blackhole(int address, int prefix) {
        batch.end(route(NEWROUTE, BLACKHOLE, 0, 0, address, prefix));
        return this;
    }

    public RouteBatch deleteRoute(int address, int prefix) {
        // 255 is "nowhere": any scope matches.
        batch.end(route(DELROUTE, 0, 255, 0, address, prefix));
        return this;
    }

    private int route(int type, int kind, int scope, int flags, int address, int prefix) {
        int options = type == NEWROUTE ? NetlinkBatch.CREATE | NetlinkBatch.REPLACE : 0;
        int message = batch.begin("route " + text(address) + "/" + prefix, type, options);
        batch.u8(AF_INET);
        batch.u8(prefix);
        batch.u8(0);
        batch.u8(0);
        batch.u8(MAIN_TABLE);
        batch.u8(type == NEWROUTE ? STATIC : 0);
        batch.u8(scope);
        batch.u8(kind);
        batch.u32(flags);
        if (prefix > 0) {
            batch.attribute(1, NetlinkBatch.bigEndian(address));
        }
        return message;
    }

    /** A neighbour that is never asked for and never forgotten. */
    public RouteBatch neighbour(int index, int address, String mac) {
        int message =
                batch.begin(
                        "neighbour " + text(address),
                        NEWNEIGH,
                        NetlinkBatch.CREATE | NetlinkBatch.REPLACE);
        batch.u8(AF_INET);
        batch.u8(0);
        batch.u16(0);
        batch.u32(index);
        batch.u16(PERMANENT);
        batch.u8(0);
        batch.u8(0);
        batch.attribute(1, NetlinkBatch.bigEndian(address));
        batch.attribute(2, mac(mac));
        batch.end(message);
        return this;
    }

    private int link(String label, int type, int options, int index, int flags) {
        int message = batch.begin(label, type, options);
        linkHeader(index, flags);
        return message;
    }

    private void linkHeader(int index, int flags) {
        batch.u8(0);
        batch.u8(0);
        batch.u16(0);
        batch.u32(index);
        batch.u32(flags);
        batch.u32(flags); // which flags are meant
    }

    private static byte[] mac(String text) {
        return HexFormat.ofDelimiter(":").parseHex(text);
    }

    private static String text(int address) {
        return (address >>> 24)
                + "."
                + (address >>> 16 & 255)
                + "."
                + (address >>> 8 & 255)
                + "."
                + (address & 255);
    }
}
