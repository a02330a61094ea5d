package dev.slipway.node.logs;

import dev.slipway.nodelink.ControlPlaneLink.LogLine;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Joins the records of a stream to lines, and splits lines that are too long for an event. */
final class LineAssembler {
    /** What Docker's driver takes: 256 KB less the 26 bytes that AWS counts for each event. */
    static final int LONGEST = 256 * 1024 - 26;

    private final Pending out = new Pending();
    private final Pending error = new Pending();

    private static final class Pending {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long millis;
        long position;
    }

    /** The lines that the record completes: none, one, or several pieces of a long one. */
    List<LogLine> take(LogRecord record) {
        Pending pending = record.error() ? error : out;
        if (pending.bytes.size() == 0) {
            pending.millis = record.millis();
        }
        pending.position = record.position();
        byte[] text = new byte[record.text().remaining()];
        ByteBuffer source = record.text().duplicate();
        source.get(text);
        pending.bytes.writeBytes(text);
        List<LogLine> lines = new ArrayList<>();
        if (!record.partial() || pending.bytes.size() > LONGEST) {
            cut(pending, !record.partial(), lines);
        }
        return lines;
    }

    /** What waits for an end that will not come any more. */
    List<LogLine> rest() {
        List<LogLine> lines = new ArrayList<>();
        cut(out, true, lines);
        cut(error, true, lines);
        return lines;
    }

    void forget() {
        out.bytes.reset();
        error.bytes.reset();
    }

    private static void cut(Pending pending, boolean all, List<LogLine> lines) {
        byte[] bytes = pending.bytes.toByteArray();
        pending.bytes.reset();
        int from = 0;
        while (bytes.length - from > LONGEST) {
            int to = from + LONGEST;
            // Never between the bytes of a character.
            while (to > from + LONGEST - 4 && (bytes[to] & 0xc0) == 0x80) {
                to--;
            }
            add(lines, pending, bytes, from, to);
            from = to;
        }
        if (all) {
            add(lines, pending, bytes, from, bytes.length);
        } else {
            pending.bytes.write(bytes, from, bytes.length - from);
        }
    }

    private static void add(List<LogLine> lines, Pending pending, byte[] bytes, int from, int to) {
        int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
        if (end > from) {
            lines.add(
                    new LogLine(
                            pending.millis,
                            // Pieces of one line are told apart.
                            pending.position + lines.size(),
                            new String(bytes, from, end - from, StandardCharsets.UTF_8)));
        }
    }
}
