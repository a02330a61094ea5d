package dev.slipway.node.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * One nf_tables rule: matches from left to right, then what is done. IPv4 addresses are numbers. In
 * a table of family inet a match of an address must follow {@link #ipv4}.
 */
public final class FirewallRule {
    /** States of a connection, to be added up. */
    public static final int INVALID = 1;

    public static final int ESTABLISHED = 2;
    public static final int RELATED = 4;
    public static final int NEW = 8;

    public static final int ICMP = 1;
    public static final int TCP = 6;
    public static final int UDP = 17;

    static final int ACCEPT = 1;
    static final int DROP = 0;
    static final int JUMP = -3;
    static final int GOTO = -4;

    private static final int VERDICT = 0;
    private static final int REGISTER = 1;

    /** The four-byte register after the first four bytes of register 1. */
    private static final int REGISTER_1_SECOND = 9;

    private static final int EQUAL = 0;
    private static final int UNEQUAL = 1;
    private static final int AT_LEAST = 5;
    private static final int AT_MOST = 3;
    private static final int NETWORK = 1;
    private static final int TRANSPORT = 2;
    private static final int SOURCE = 12;
    private static final int DESTINATION = 16;
    private static final int IN_NAME = 6;
    private static final int OUT_NAME = 7;

    private final List<Consumer<NetlinkBatch>> expressions = new ArrayList<>();

    /**
     * The device that the packet came in by; a name ending in {@code *} means all that begin so.
     */
    public FirewallRule in(String name) {
        return device(IN_NAME, name, EQUAL);
    }

    public FirewallRule notIn(String name) {
        return device(IN_NAME, name, UNEQUAL);
    }

    public FirewallRule out(String name) {
        return device(OUT_NAME, name, EQUAL);
    }

    public FirewallRule notOut(String name) {
        return device(OUT_NAME, name, UNEQUAL);
    }

    public FirewallRule ipv4() {
        return meta(15).compare(EQUAL, (byte) 2);
    }

    public FirewallRule from(int address, int prefix) {
        return block(SOURCE, address, prefix);
    }

    public FirewallRule to(int address, int prefix) {
        return block(DESTINATION, address, prefix);
    }

    /** IANA number. */
    public FirewallRule protocol(int number) {
        return meta(16).compare(EQUAL, (byte) number);
    }

    /** Destination ports; the protocol must have been matched. */
    public FirewallRule ports(int first, int last) {
        payload(TRANSPORT, 2, 2);
        if (first == last) {
            return compare(EQUAL, port(first));
        }
        return compare(AT_LEAST, port(first)).compare(AT_MOST, port(last));
    }

    public FirewallRule icmpType(int type) {
        return payload(TRANSPORT, 0, 1).compare(EQUAL, (byte) type);
    }

    public FirewallRule icmpCode(int code) {
        return payload(TRANSPORT, 1, 1).compare(EQUAL, (byte) code);
    }

    /** TCP packets with the RST flag. */
    public FirewallRule reset() {
        return protocol(TCP).payload(TRANSPORT, 13, 1).mask((byte) 4).compare(UNEQUAL, (byte) 0);
    }

    /** Any of the connection states. */
    public FirewallRule state(int states) {
        expression(
                "ct",
                data -> {
                    data.networkNumber(1, REGISTER);
                    data.networkNumber(2, 0);
                });
        return mask(hostOrder(states)).compare(UNEQUAL, hostOrder(0));
    }

    /** The source address is a key of the map; its value stays in hand for {@link #decide}. */
    public FirewallRule fromIn(String map) {
        return payload(NETWORK, SOURCE, 4).lookup(map, REGISTER);
    }

    /** The destination address is a key of the map; its value stays in hand. */
    public FirewallRule toIn(String map) {
        return payload(NETWORK, DESTINATION, 4).lookup(map, REGISTER);
    }

    /** The value in hand is looked up in a verdict map, and its verdict is followed. */
    public FirewallRule decide(String verdictMap) {
        return lookup(verdictMap, VERDICT);
    }

    /** Source address and a constant of up to twelve bytes together are in the set. */
    public FirewallRule fromMember(String set, byte[] constant) {
        return member(SOURCE, set, constant);
    }

    public FirewallRule toMember(String set, byte[] constant) {
        return member(DESTINATION, set, constant);
    }

    public FirewallRule counted() {
        return expression("counter", data -> {});
    }

    public FirewallRule accept() {
        return verdict(ACCEPT, "");
    }

    public FirewallRule drop() {
        return verdict(DROP, "");
    }

    public FirewallRule jump(String chain) {
        return verdict(JUMP, chain);
    }

    public FirewallRule go(String chain) {
        return verdict(GOTO, chain);
    }

    /** The connection is not tracked. */
    public FirewallRule untracked() {
        return expression("notrack", data -> {});
    }

    public FirewallRule masquerade() {
        return expression("masq", data -> {});
    }

    /** The source address becomes the value in hand. */
    public FirewallRule sourceNat() {
        return nat(0);
    }

    public FirewallRule destinationNat() {
        return nat(1);
    }

    /** First packets of TCP connections announce segments that fit the route. */
    public FirewallRule clampSegments() {
        protocol(TCP).payload(TRANSPORT, 13, 1).mask((byte) 6).compare(EQUAL, (byte) 2);
        expression(
                "rt",
                data -> {
                    data.networkNumber(1, REGISTER);
                    data.networkNumber(2, 3);
                });
        expression(
                "byteorder",
                data -> {
                    data.networkNumber(1, REGISTER);
                    data.networkNumber(2, REGISTER);
                    data.networkNumber(3, 1);
                    data.networkNumber(4, 2);
                    data.networkNumber(5, 2);
                });
        return expression(
                "exthdr",
                data -> {
                    data.networkNumber(7, REGISTER);
                    data.attribute(2, (byte) 2); // the option "maximum segment size"
                    data.networkNumber(3, 2);
                    data.networkNumber(4, 2);
                    data.networkNumber(6, 1);
                });
    }

    void write(NetlinkBatch batch) {
        expressions.forEach(expression -> expression.accept(batch));
    }

    private FirewallRule device(int key, String name, int operator) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        byte[] value =
                name.endsWith("*") ? Arrays.copyOf(text, text.length - 1) : Arrays.copyOf(text, 16);
        return meta(key).compare(operator, value);
    }

    private FirewallRule block(int field, int address, int prefix) {
        if (prefix == 0) {
            return this;
        }
        payload(NETWORK, field, 4);
        if (prefix < 32) {
            mask(NetlinkBatch.bigEndian(-1 << (32 - prefix)));
        }
        return compare(EQUAL, NetlinkBatch.bigEndian(address));
    }

    private FirewallRule member(int field, String set, byte[] constant) {
        payload(NETWORK, field, 4);
        expression(
                "immediate",
                data -> {
                    data.networkNumber(1, REGISTER_1_SECOND);
                    value(data, 2, constant);
                });
        return expression("lookup", data -> set(data, set, REGISTER));
    }

    private FirewallRule lookup(String map, int into) {
        return expression(
                "lookup",
                data -> {
                    set(data, map, REGISTER);
                    data.networkNumber(3, into);
                });
    }

    private static void set(NetlinkBatch data, String name, int register) {
        data.text(1, name);
        data.networkNumber(2, register);
    }

    private FirewallRule nat(int kind) {
        return expression(
                "nat",
                data -> {
                    data.networkNumber(1, kind);
                    data.networkNumber(2, 2);
                    data.networkNumber(3, REGISTER);
                });
    }

    private FirewallRule meta(int key) {
        return expression(
                "meta",
                data -> {
                    data.networkNumber(1, REGISTER);
                    data.networkNumber(2, key);
                });
    }

    private FirewallRule payload(int base, int offset, int length) {
        return expression(
                "payload",
                data -> {
                    data.networkNumber(1, REGISTER);
                    data.networkNumber(2, base);
                    data.networkNumber(3, offset);
                    data.networkNumber(4, length);
                });
    }

    private FirewallRule mask(byte... mask) {
        return expression(
                "bitwise",
                data -> {
                    data.networkNumber(1, REGISTER);
                    data.networkNumber(2, REGISTER);
                    data.networkNumber(3, mask.length);
                    value(data, 4, mask);
                    value(data, 5, new byte[mask.length]);
                });
    }

    private FirewallRule compare(int operator, byte... with) {
        return expression(
                "cmp",
                data -> {
                    data.networkNumber(1, REGISTER);
                    data.networkNumber(2, operator);
                    value(data, 3, with);
                });
    }

    private FirewallRule verdict(int code, String chain) {
        return expression(
                "immediate",
                data -> {
                    data.networkNumber(1, VERDICT);
                    int nest = data.nest(2);
                    verdict(data, code, chain);
                    data.unnest(nest);
                });
    }

    static void verdict(NetlinkBatch data, int code, String chain) {
        int nest = data.nest(2);
        data.networkNumber(1, code);
        if (!chain.isEmpty()) {
            data.text(2, chain);
        }
        data.unnest(nest);
    }

    static void value(NetlinkBatch data, int attribute, byte[] value) {
        int nest = data.nest(attribute);
        data.attribute(1, value);
        data.unnest(nest);
    }

    private FirewallRule expression(String name, Consumer<NetlinkBatch> data) {
        expressions.add(
                batch -> {
                    int element = batch.nest(1);
                    batch.text(1, name);
                    int nest = batch.nest(2);
                    data.accept(batch);
                    batch.unnest(nest);
                    batch.unnest(element);
                });
        return this;
    }

    private static byte[] port(int port) {
        return new byte[] {(byte) (port >>> 8), (byte) port};
    }

    private static byte[] hostOrder(int value) {
        return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array();
    }
}
