package dev.slipway.controlplane.logstore;

/**
 * What a stream holds. All zero when it is empty; times are epoch milliseconds.
 *
 * @param position source position up to which events are durable
 */
public record StreamStatistics(
        long firstTimestamp,
        long lastTimestamp,
        long lastIngestion,
        long bytes,
        long count,
        long position) {
    static final StreamStatistics EMPTY = new StreamStatistics(0, 0, 0, 0, 0, 0);

    StreamStatistics atLeast(long otherPosition) {
        return new StreamStatistics(
                firstTimestamp,
                lastTimestamp,
                lastIngestion,
                bytes,
                count,
                Math.max(position, otherPosition));
    }

    StreamStatistics plus(Block block) {
        return new StreamStatistics(
                count == 0
                        ? block.firstTimestamp()
                        : Math.min(firstTimestamp, block.firstTimestamp()),
                count == 0 ? block.lastTimestamp() : Math.max(lastTimestamp, block.lastTimestamp()),
                Math.max(lastIngestion, block.ingestion()),
                bytes + block.bytes(),
                count + block.count(),
                Math.max(position, block.to()));
    }
}
