package dev.slipway.controlplane.logstore;

/**
 * The header of a block and where it lies.
 *
 * @param sequence rises with every block of the store; the same when the block is moved
 * @param segment number of the file
 * @param offset of the header in the file
 * @param payloadLength bytes after the header
 * @param ingestion epoch milliseconds
 * @param from source position of the first event; -1 when the batch has no source
 * @param to source position after the last event; -1 when the batch has no source
 * @param payloadChecksum of the bytes after the header
 * @param count events in it; 0 when it only holds a position
 * @param bytes of the messages in UTF-8
 */
record Block(
        long sequence,
        int segment,
        long offset,
        int payloadLength,
        long stream,
        long ingestion,
        long firstTimestamp,
        long lastTimestamp,
        long from,
        long to,
        int count,
        int bytes,
        int payloadChecksum) {

    Block at(int otherSegment, long otherOffset) {
        return new Block(
                sequence,
                otherSegment,
                otherOffset,
                payloadLength,
                stream,
                ingestion,
                firstTimestamp,
                lastTimestamp,
                from,
                to,
                count,
                bytes,
                payloadChecksum);
    }

    boolean isMarker() {
        return count == 0;
    }

    long length() {
        return BlockCodec.HEADER_LENGTH + (long) payloadLength;
    }
}
