package dev.slipway.node.netlink;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reading netlink attributes. */
final class Attributes {

    private Attributes() {}

    /** The value of the first attribute of that type, from an offset to the buffer's end. */
    static Optional<byte[]> find(ByteBuffer message, int from, int type) {
        return all(message, from, type).stream().findFirst();
    }

    /** The values of all attributes of that type. */
    static List<byte[]> all(ByteBuffer message, int from, int type) {
        List<byte[]> found = new ArrayList<>();
        for (int at = from; at + 4 <= message.limit(); ) {
            int length = message.getShort(at) & 0xffff;
            if (length < 4) {
                break;
            }
            if ((message.getShort(at + 2) & 0x3fff) == type) {
                byte[] value = new byte[length - 4];
                message.get(at + 4, value);
                found.add(value);
            }
            at += (length + 3) & ~3;
        }
        return found;
    }
}
