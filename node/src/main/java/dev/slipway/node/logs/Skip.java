package dev.slipway.node.logs;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Lines that are left out.
 *
 * @param lines how many ended there; pieces of lines are none
 * @param position where a record begins, at or behind the one aimed at if there is one
 */
record Skip(long lines, long position) {
    /** Where conmon's records say P or F: behind a time of 35 characters and the stream's name. */
    private static final int TAG = 43;

    Skip(Spool spool, long from, long target) throws IOException {
        Skip all = count(spool, from, target);
        this(all.lines, all.position);
    }

    private static Skip count(Spool spool, long from, long target) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(1 << 18);
        long lines = 0;
        long at = from;
        long record = from;
        boolean piece = false;
        while (spool.read(chunk.clear(), at) > 0) {
            chunk.flip();
            for (int i = 0; i < chunk.limit(); i++) {
                byte next = chunk.get(i);
                if (next == '\n') {
                    lines += piece ? 0 : 1;
                    record = at + i + 1;
                    piece = false;
                    if (record > target) {
                        return new Skip(lines, record);
                    }
                } else if (at + i - record == TAG) {
                    piece = next == 'P';
                }
            }
            at += chunk.limit();
        }
        return new Skip(lines, record);
    }
}
