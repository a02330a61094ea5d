package dev.slipway.node.netlink;

import java.util.List;

/**
 * Changes to one nf_tables table, for {@link Firewall#apply}: all of them or none. Names are ours,
 * never a user's text.
 */
public final class FirewallBatch {
    private static final int NFTABLES = 10 << 8;
    private static final int BATCH_BEGIN = 16;
    private static final int BATCH_END = 17;
    private static final int NEWTABLE = NFTABLES;
    private static final int DELTABLE = NFTABLES | 2;
    private static final int NEWCHAIN = NFTABLES | 3;
    private static final int DELCHAIN = NFTABLES | 5;
    private static final int NEWRULE = NFTABLES | 6;
    private static final int DELRULE = NFTABLES | 8;
    private static final int NEWSET = NFTABLES | 9;
    private static final int NEWSETELEM = NFTABLES | 12;
    private static final int DELSETELEM = NFTABLES | 14;

    private static final int MAP = 8;
    private static final int VERDICT_TYPE = 0xffff_ff00;

    /** nft's number for an IPv4 address, so that its listing reads well. */
    private static final int ADDRESS_TYPE = 7;

    private static final int NUMBER_TYPE = 19;

    /** An attribute is at most 65,535 bytes long: longer lists take several messages. */
    private static final int LIST_LIMIT = 48 << 10;

    /** Where in the kernel's path a base chain hangs. */
    public enum Hook {
        PREROUTING(0),
        INPUT(1),
        FORWARD(2),
        OUTPUT(3),
        POSTROUTING(4);

        private final int number;

        Hook(int number) {
            this.number = number;
        }

        static String nameOf(int number) {
            return number >= 0 && number < values().length ? values()[number].name() : "";
        }
    }

    /** Which addresses a table sees. */
    public enum Family {
        INET(1),
        IPV4(2);

        final int number;

        Family(int number) {
            this.number = number;
        }
    }

    /** What a set's key or a map's value is. */
    public enum Type {
        ADDRESS(ADDRESS_TYPE, 4),
        /** Twelve bytes. */
        DIGEST(NUMBER_TYPE << 12 | NUMBER_TYPE << 6 | NUMBER_TYPE, 12),
        ADDRESS_AND_DIGEST(ADDRESS_TYPE << 18 | Type.DIGEST.number, 16),
        VERDICT(VERDICT_TYPE, 0);

        private final int number;
        private final int length;

        Type(int number, int length) {
            this.number = number;
            this.length = length;
        }
    }

    final NetlinkBatch batch = new NetlinkBatch();
    private final Family family;
    private final String table;
    private int sets;

    public FirewallBatch(Family family, String table) {
        this.family = family;
        this.table = table;
        edge(BATCH_BEGIN);
    }

    private void edge(int type) {
        int message = batch.begin("nf_tables batch", type, 0);
        batch.u8(0);
        batch.u8(0);
        batch.u16(Short.reverseBytes((short) 10));
        batch.end(message);
    }

    /** Whether nothing was added. */
    public boolean isEmpty() {
        return batch.messages() == 1;
    }

    NetlinkBatch finished() {
        edge(BATCH_END);
        return batch;
    }

    private int begin(String label, int type, int flags) {
        int message = batch.begin(label, type, flags);
        batch.u8(family.number);
        batch.u8(0);
        batch.u16(0);
        return message;
    }

    public FirewallBatch table() {
        int message = begin("table " + table, NEWTABLE, NetlinkBatch.CREATE);
        batch.text(1, table);
        batch.end(message);
        return this;
    }

    /** With all that is in it; it must exist, so {@link #table} usually goes before. */
    public FirewallBatch deleteTable() {
        int message = begin("delete table " + table, DELTABLE, 0);
        batch.text(1, table);
        batch.end(message);
        return this;
    }

    public FirewallBatch chain(String name) {
        int message = begin("chain " + name, NEWCHAIN, NetlinkBatch.CREATE);
        batch.text(1, table);
        batch.text(3, name);
        batch.end(message);
        return this;
    }

    /**
     * @param type filter or nat
     * @param drops whether what no rule decides is dropped
     */
    public FirewallBatch chain(String name, String type, Hook hook, int priority, boolean drops) {
        int message = begin("chain " + name, NEWCHAIN, NetlinkBatch.CREATE);
        batch.text(1, table);
        batch.text(3, name);
        int nest = batch.nest(4);
        batch.networkNumber(1, hook.number);
        batch.networkNumber(2, priority);
        batch.unnest(nest);
        batch.networkNumber(5, drops ? FirewallRule.DROP : FirewallRule.ACCEPT);
        batch.text(7, type);
        batch.end(message);
        return this;
    }

    /** It must be empty of rules or be emptied before, and nothing may lead to it. */
    public FirewallBatch deleteChain(String name) {
        int message = begin("delete chain " + name, DELCHAIN, 0);
        batch.text(1, table);
        batch.text(3, name);
        batch.end(message);
        return this;
    }

    public FirewallBatch set(String name, Type key) {
        return set(name, key, 0, key);
    }

    public FirewallBatch map(String name, Type key, Type value) {
        return set(name, key, MAP, value);
    }

    private FirewallBatch set(String name, Type key, int flags, Type value) {
        int message = begin("set " + name, NEWSET, NetlinkBatch.CREATE);
        batch.text(1, table);
        batch.text(2, name);
        batch.networkNumber(3, flags);
        batch.networkNumber(4, key.number);
        batch.networkNumber(5, key.length);
        if (flags == MAP) {
            batch.networkNumber(6, value.number);
            if (value != Type.VERDICT) {
                batch.networkNumber(7, value.length);
            }
        }
        batch.networkNumber(10, ++sets);
        batch.end(message);
        return this;
    }

    /** An element of a set or map. */
    @SuppressWarnings("ArrayRecordComponent") // written out once, never compared
    public sealed interface Element {
        byte[] key();

        /** Of a set; or of a map, to be deleted whatever its value. */
        record Key(byte[] key) implements Element {}

        record Pair(byte[] key, byte[] value) implements Element {}

        /** The verdict "go on in that chain and do not come back". */
        record Go(byte[] key, String chain) implements Element {}
    }

    public FirewallBatch add(String set, List<? extends Element> elements) {
        return elements("add to " + set, NEWSETELEM, NetlinkBatch.CREATE, set, elements);
    }

    /** Each of them must be there. */
    public FirewallBatch delete(String set, List<? extends Element> elements) {
        return elements("delete from " + set, DELSETELEM, 0, set, elements);
    }

    private FirewallBatch elements(
            String label, int type, int flags, String set, List<? extends Element> elements) {
        for (int next = 0; next < elements.size(); ) {
            int message = begin(label, type, flags);
            batch.text(1, table);
            batch.text(2, set);
            int list = batch.nest(3);
            while (next < elements.size() && batch.sizeSince(list) < LIST_LIMIT) {
                element(elements.get(next++));
            }
            batch.unnest(list);
            batch.end(message);
        }
        return this;
    }

    private void element(Element element) {
        int nest = batch.nest(1);
        FirewallRule.value(batch, 1, element.key());
        switch (element) {
            case Element.Key _ -> {}
            case Element.Pair pair -> FirewallRule.value(batch, 2, pair.value());
            case Element.Go go -> {
                int data = batch.nest(2);
                FirewallRule.verdict(batch, FirewallRule.GOTO, go.chain());
                batch.unnest(data);
            }
        }
        batch.unnest(nest);
    }

    public FirewallBatch rule(String chain, FirewallRule rule) {
        return rule(chain, rule, NetlinkBatch.APPEND, "");
    }

    /**
     * At the head of the chain.
     *
     * @param comment shown by {@code nft list}; by it {@link Firewall#rules} finds the rule again
     */
    public FirewallBatch insert(String chain, FirewallRule rule, String comment) {
        return rule(chain, rule, 0, comment);
    }

    private FirewallBatch rule(String chain, FirewallRule rule, int flags, String comment) {
        int message = begin("rule in " + chain, NEWRULE, NetlinkBatch.CREATE | flags);
        batch.text(1, table);
        batch.text(2, chain);
        int list = batch.nest(4);
        rule.write(batch);
        batch.unnest(list);
        if (!comment.isEmpty()) {
            batch.attribute(7, Firewall.comment(comment));
        }
        batch.end(message);
        return this;
    }

    /** Empties the chain. */
    public FirewallBatch flush(String chain) {
        int message = begin("flush chain " + chain, DELRULE, 0);
        batch.text(1, table);
        batch.text(2, chain);
        batch.end(message);
        return this;
    }

    public FirewallBatch deleteRule(String chain, long handle) {
        int message = begin("delete rule in " + chain, DELRULE, 0);
        batch.text(1, table);
        batch.text(2, chain);
        byte[] number = java.nio.ByteBuffer.allocate(8).putLong(handle).array();
        batch.attribute(3, number);
        batch.end(message);
        return this;
    }
}
