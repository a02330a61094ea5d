package dev.slipway.node.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Netlink messages, one after the other, as bytes. Numbers are in the machine's order unless a
 * method says otherwise; every attribute is padded to four bytes.
 */
final class NetlinkBatch {
    static final int REQUEST = 1;
    static final int DUMP = 0x300;
    static final int REPLACE = 0x100;
    static final int EXCLUSIVE = 0x200;
    static final int CREATE = 0x400;
    static final int APPEND = 0x800;

    private static final int HEADER = 16;
    private static final int NESTED = 0x8000;

    private final List<String> labels = new ArrayList<>();
    private ByteBuffer bytes = ByteBuffer.allocate(1024).order(ByteOrder.nativeOrder());

    /**
     * Starts a message; {@link #end} ends it.
     *
     * @param label what an error of this message is called
     * @return a mark for {@link #end}
     */
    int begin(String label, int type, int flags) {
        room(HEADER);
        int mark = bytes.position();
        bytes.putInt(0).putShort((short) type).putShort((short) (REQUEST | flags));
        bytes.putInt(labels.size()).putInt(0);
        labels.add(label);
        return mark;
    }

    void end(int mark) {
        bytes.putInt(mark, bytes.position() - mark);
    }

    void u8(int value) {
        room(1);
        bytes.put((byte) value);
    }

    void u16(int value) {
        room(2);
        bytes.putShort((short) value);
    }

    void u32(int value) {
        room(4);
        bytes.putInt(value);
    }

    void zeros(int count) {
        room(count);
        bytes.put(new byte[count]);
    }

    void attribute(int type, byte... value) {
        room(8 + value.length);
        bytes.putShort((short) (4 + value.length)).putShort((short) type).put(value);
        while (bytes.position() % 4 != 0) {
            bytes.put((byte) 0);
        }
    }

    void number(int type, int value) {
        room(8);
        bytes.putShort((short) 8).putShort((short) type).putInt(value);
    }

    /** A number in network order, as nf_tables wants all of its numbers. */
    void networkNumber(int type, int value) {
        attribute(type, bigEndian(value));
    }

    void text(int type, String value) {
        attribute(type, zeroTerminated(value));
    }

    int nest(int type) {
        room(4);
        int mark = bytes.position();
        bytes.putShort((short) 0).putShort((short) (type | NESTED));
        return mark;
    }

    /** As {@link #nest}, without the flag that older users of netlink do not know. */
    int plainNest(int type) {
        room(4);
        int mark = bytes.position();
        bytes.putShort((short) 0).putShort((short) type);
        return mark;
    }

    void unnest(int mark) {
        int length = bytes.position() - mark;
        if (length > 0xffff) {
            throw new IllegalArgumentException("A netlink attribute of " + length + " bytes");
        }
        bytes.putShort(mark, (short) length);
    }

    /** The size of the attribute that {@link #nest} began, so far. */
    int sizeSince(int mark) {
        return bytes.position() - mark;
    }

    boolean isEmpty() {
        return labels.isEmpty();
    }

    int messages() {
        return labels.size();
    }

    String label(int sequence) {
        return sequence >= 0 && sequence < labels.size() ? labels.get(sequence) : "netlink";
    }

    byte[] array() {
        return bytes.array();
    }

    int length() {
        return bytes.position();
    }

    static byte[] bigEndian(int value) {
        return new byte[] {
            (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
        };
    }

    static byte[] zeroTerminated(String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        return java.util.Arrays.copyOf(text, text.length + 1);
    }

    private void room(int needed) {
        if (bytes.remaining() < needed) {
            ByteBuffer wider =
                    ByteBuffer.allocate(bytes.capacity() * 2 + needed)
                            .order(ByteOrder.nativeOrder());
            bytes.flip();
            bytes = wider.put(bytes);
        }
    }
}
