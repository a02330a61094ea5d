package dev.slipway.node.logs;

import java.nio.ByteBuffer;

/**
 * A record of conmon's log file.
 *
 * @param position of its first byte in the file
 * @param end position after its newline
 * @param millis when it was written
 * @param error from standard error
 * @param partial the line goes on in a later record of the same stream
 * @param text what the container wrote, without the newline
 */
record LogRecord(
        long position, long end, long millis, boolean error, boolean partial, ByteBuffer text) {}
