package dev.slipway.node.netlink;

import dev.slipway.node.host.LinuxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The nf_tables rules of one namespace, ours and others'. */
public final class Firewall implements AutoCloseable {
    private static final int NFTABLES = 10 << 8;
    private static final int NEWTABLE = NFTABLES;
    private static final int GETTABLE = NFTABLES | 1;
    private static final int NEWCHAIN = NFTABLES | 3;
    private static final int GETCHAIN = NFTABLES | 4;
    private static final int NEWRULE = NFTABLES | 6;
    private static final int GETRULE = NFTABLES | 7;
    private static final int CONNTRACK_DELETE = 1 << 8 | 2;

    /** Header and nfgenmsg. */
    private static final int BODY = 20;

    private final NetlinkSocket socket;

    /** Of the namespace that the calling thread is in. */
    public Firewall() {
        socket = new NetlinkSocket(NetlinkSocket.NETFILTER);
    }

    /**
     * @param hook such as FORWARD; empty for a chain that is only jumped to
     * @param drops whether the chain's policy is to drop
     */
    public record Chain(
            FirewallBatch.Family family, String table, String name, String hook, boolean drops) {}

    /**
     * @param handle the rule's number in its table
     * @param comment empty when there is none
     */
    public record Rule(Chain chain, long handle, String comment) {}

    /**
     * Makes all changes at once.
     *
     * @throws LinuxException for the first change that was refused; then nothing is changed
     */
    public void apply(FirewallBatch changes) {
        if (!changes.isEmpty()) {
            socket.send(changes.finished());
        }
    }

    /** The names of the tables of a family. */
    public List<String> tables(FirewallBatch.Family family) {
        List<String> found = new ArrayList<>();
        socket.exchange(
                dump("tables", GETTABLE, family),
                answer -> {
                    if ((answer.getShort(4) & 0xffff) == NEWTABLE) {
                        Attributes.find(answer, BODY, 1).map(Firewall::text).ifPresent(found::add);
                    }
                });
        return found;
    }

    public List<Chain> chains(FirewallBatch.Family family) {
        List<Chain> found = new ArrayList<>();
        socket.exchange(
                dump("chains", GETCHAIN, family),
                answer -> {
                    if ((answer.getShort(4) & 0xffff) == NEWCHAIN) {
                        found.add(chain(family, answer));
                    }
                });
        return found;
    }

    /** The rules of a chain that carry a comment. */
    public List<Rule> rules(Chain chain) {
        NetlinkBatch ask = new NetlinkBatch();
        int message = ask.begin("rules", GETRULE, NetlinkBatch.DUMP);
        family(ask, chain.family().number);
        ask.text(1, chain.table());
        ask.text(2, chain.name());
        ask.end(message);
        List<Rule> found = new ArrayList<>();
        socket.exchange(
                ask,
                answer -> {
                    if ((answer.getShort(4) & 0xffff) == NEWRULE) {
                        rule(chain, answer).ifPresent(found::add);
                    }
                });
        return found;
    }

    /**
     * Forgets the connections that an address began or was sent to, so that whoever gets the
     * address next does not inherit them.
     */
    public void forgetConnections(int address) {
        for (boolean source : new boolean[] {true, false}) {
            for (boolean reply : new boolean[] {false, true}) {
                socket.send(connectionsOf(address, source, reply));
            }
        }
    }

    private static NetlinkBatch connectionsOf(int address, boolean source, boolean reply) {
        NetlinkBatch ask = new NetlinkBatch();
        int message = ask.begin("forget connections", CONNTRACK_DELETE, 0);
        family(ask, 2);
        int tuple = ask.nest(reply ? 2 : 1);
        int ip = ask.nest(1);
        ask.attribute(source ? 1 : 2, NetlinkBatch.bigEndian(address));
        ask.unnest(ip);
        ask.unnest(tuple);
        int filter = ask.nest(25);
        // Which parts of the tuples count: bit 0 the source address, bit 1 the destination address.
        int part = source ? 1 : 2;
        ask.number(1, reply ? 0 : part);
        ask.number(2, reply ? part : 0);
        ask.unnest(filter);
        ask.end(message);
        return ask;
    }

    private static NetlinkBatch dump(String label, int type, FirewallBatch.Family family) {
        NetlinkBatch ask = new NetlinkBatch();
        int message = ask.begin(label, type, NetlinkBatch.DUMP);
        family(ask, family.number);
        ask.end(message);
        return ask;
    }

    private static void family(NetlinkBatch ask, int family) {
        ask.u8(family);
        ask.u8(0);
        ask.u16(0);
    }

    private static Chain chain(FirewallBatch.Family family, ByteBuffer answer) {
        String hook =
                Attributes.find(answer, BODY, 4)
                        .flatMap(
                                nest ->
                                        Attributes.find(
                                                ByteBuffer.wrap(nest).order(answer.order()), 0, 1))
                        .map(bytes -> FirewallBatch.Hook.nameOf(ByteBuffer.wrap(bytes).getInt()))
                        .orElse("");
        boolean drops =
                Attributes.find(answer, BODY, 5)
                        .map(bytes -> ByteBuffer.wrap(bytes).getInt() == FirewallRule.DROP)
                        .orElse(false);
        return new Chain(family, name(answer, 1), name(answer, 3), hook, drops);
    }

    private static Optional<Rule> rule(Chain chain, ByteBuffer answer) {
        long handle =
                Attributes.find(answer, BODY, 3)
                        .map(bytes -> ByteBuffer.wrap(bytes).getLong())
                        .orElse(0L);
        return Attributes.find(answer, BODY, 7)
                .filter(data -> data.length > 2 && data[0] == 0)
                .map(data -> new String(data, 2, data.length - 3, StandardCharsets.UTF_8))
                .map(comment -> new Rule(chain, handle, comment));
    }

    /** A comment as nft writes it into a rule's user data: type 0, length, text, zero. */
    static byte[] comment(String text) {
        byte[] words = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(words.length + 3)
                .put((byte) 0)
                .put((byte) (words.length + 1))
                .put(words)
                .put((byte) 0)
                .array();
    }

    private static String name(ByteBuffer answer, int attribute) {
        return Attributes.find(answer, BODY, attribute).map(Firewall::text).orElse("");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, 0, bytes.length - 1, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        socket.close();
    }
}
