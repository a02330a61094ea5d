package dev.slipway.node.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * Reads records one after the other; a record is read once its newline is there, and its text is
 * good until the next one is asked for.
 */
final class LogRecords {
    /** Read at a time while there is much; most containers write little, and there are many. */
    private static final int CHUNK = 1 << 18;

    private static final int FIRST = 1 << 12;
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    /** conmon's records are below 9 KB; a line without an end beyond this is not its work. */
    private static final int LONGEST = 1 << 21;

    private final Spool file;
    private ByteBuffer buffer = NONE;
    private long bufferStart;
    private String second = "";
    private long secondMillis;
    private long lastMillis;

    LogRecords(Spool file, long position) {
        this.file = file;
        this.bufferStart = position;
    }

    long position() {
        return bufferStart + buffer.position();
    }

    void moveTo(long position) {
        bufferStart = position;
        buffer = NONE;
    }

    /** The next whole record; empty when the file has none yet. */
    Optional<LogRecord> next() throws IOException {
        int searched = 0;
        while (true) {
            int newline = newline(searched);
            if (newline >= 0) {
                return Optional.of(record(newline));
            }
            searched = buffer.remaining();
            if (!fill()) {
                giveBackEmptyBuffer();
                return Optional.empty();
            }
        }
    }

    private int newline(int skip) {
        for (int i = buffer.position() + skip; i < buffer.limit(); i++) {
            if (buffer.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    private boolean fill() throws IOException {
        bufferStart += buffer.position();
        int have = buffer.remaining();
        boolean full = buffer.limit() == buffer.capacity();
        int most = have == buffer.capacity() ? LONGEST : CHUNK;
        ByteBuffer next = full && buffer.capacity() < most ? larger() : buffer.compact();
        int read = next.hasRemaining() ? file.read(next, bufferStart + have) : 0;
        buffer = next.flip();
        return read > 0;
    }

    /** Twice the size, with the same in it. */
    private ByteBuffer larger() {
        return ByteBuffer.allocate(Math.max(FIRST, 2 * buffer.capacity())).put(buffer);
    }

    /** A container that is silent, as most are most of the time, holds no memory. */
    private void giveBackEmptyBuffer() {
        if (!buffer.hasRemaining()) {
            moveTo(position());
        }
    }

    private LogRecord record(int newline) {
        long start = position();
        ByteBuffer line = buffer.slice(buffer.position(), newline - buffer.position());
        buffer.position(newline + 1);
        int afterTime = indexOfSpace(line, 0);
        int afterStream = afterTime < 0 ? -1 : indexOfSpace(line, afterTime + 1);
        int afterTag = afterStream < 0 ? -1 : indexOfSpace(line, afterStream + 1);
        if (afterTag != afterStream + 2) {
            // Not a record: someone else wrote here, or the beginning was cut. Shown as it is.
            return new LogRecord(start, position(), lastMillis, false, false, line);
        }
        lastMillis = millis(text(line, 0, afterTime));
        boolean error = line.get(afterTime + 4) == 'e';
        boolean partial = line.get(afterStream + 1) == 'P';
        return new LogRecord(
                start,
                position(),
                lastMillis,
                error,
                partial,
                line.slice(afterTag + 1, line.limit() - afterTag - 1));
    }

    /** Most records share their second with the one before: only the fraction is read anew. */
    private long millis(String time) {
        try {
            if (time.length() > 23 && !second.isEmpty() && time.startsWith(second)) {
                return secondMillis + Integer.parseInt(time.substring(20, 23));
            }
            long millis = OffsetDateTime.parse(time).toInstant().toEpochMilli();
            if (time.length() > 23) {
                second = time.substring(0, 20);
                secondMillis = millis - Math.floorMod(millis, 1000L);
            }
            return millis;
        } catch (DateTimeException | NumberFormatException e) {
            return lastMillis;
        }
    }

    private static int indexOfSpace(ByteBuffer line, int from) {
        for (int i = from; i < line.limit() && i < 64; i++) {
            if (line.get(i) == ' ') {
                return i;
            }
        }
        return -1;
    }

    private static String text(ByteBuffer line, int from, int to) {
        byte[] bytes = new byte[to - from];
        line.get(from, bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
