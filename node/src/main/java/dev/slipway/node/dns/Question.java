package dev.slipway.node.dns;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * The one question of a DNS query.
 *
 * @param name lower-case, without the final dot
 * @param type 1 is A
 * @param recordClass 1 is IN
 * @param end position after the question in the message
 */
record Question(String name, int type, int recordClass, int end) {
    static final int HEADER = 12;
    static final int A = 1;
    static final int IN = 1;

    /** Empty for what is not a plain query with one question. */
    static Optional<Question> read(byte[] message, int length) {
        boolean query =
                length >= HEADER && (message[2] & 0xf8) == 0 && message[4] == 0 && message[5] == 1;
        if (!query) {
            return Optional.empty();
        }
        StringBuilder name = new StringBuilder();
        int at = HEADER;
        while (at < length && message[at] != 0) {
            int label = message[at] & 0xff;
            if (label > 63 || at + 1 + label >= length || name.length() + label > 253) {
                return Optional.empty();
            }
            if (!name.isEmpty()) {
                name.append('.');
            }
            name.append(new String(message, at + 1, label, StandardCharsets.ISO_8859_1));
            at += 1 + label;
        }
        if (at + 5 > length) {
            return Optional.empty();
        }
        int type = (message[at + 1] & 0xff) << 8 | (message[at + 2] & 0xff);
        int recordClass = (message[at + 3] & 0xff) << 8 | (message[at + 4] & 0xff);
        return Optional.of(
                new Question(name.toString().toLowerCase(Locale.ROOT), type, recordClass, at + 5));
    }
}
