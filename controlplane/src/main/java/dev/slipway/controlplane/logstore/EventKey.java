package dev.slipway.controlplane.logstore;

import java.util.Optional;

/**
 * The place of an event in the order of reading: by time, then by arrival. Unique in the store.
 *
 * @param timestamp epoch milliseconds
 * @param sequence of its block
 * @param index within its block
 */
public record EventKey(long timestamp, long sequence, int index) implements Comparable<EventKey> {

    @Override
    public int compareTo(EventKey other) {
        int byTime = Long.compare(timestamp, other.timestamp);
        if (byTime != 0) {
            return byTime;
        }
        int bySequence = Long.compare(sequence, other.sequence);
        return bySequence != 0 ? bySequence : Integer.compare(index, other.index);
    }

    /** 56 digits, as the event ids of CloudWatch Logs. */
    public String eventId() {
        return String.format("%020d%020d%016d", timestamp, sequence, index);
    }

    public String token() {
        return Long.toHexString(timestamp)
                + "."
                + Long.toHexString(sequence)
                + "."
                + Integer.toHexString(index);
    }

    public static Optional<EventKey> parse(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new EventKey(
                            Long.parseUnsignedLong(parts[0], 16),
                            Long.parseUnsignedLong(parts[1], 16),
                            Integer.parseUnsignedInt(parts[2], 16)));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
