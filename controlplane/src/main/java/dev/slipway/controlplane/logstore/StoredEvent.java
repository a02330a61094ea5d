package dev.slipway.controlplane.logstore;

/**
 * @param ingestion epoch milliseconds at which it was taken in
 */
public record StoredEvent(long stream, EventKey key, long ingestion, String message) {
    public long timestamp() {
        return key.timestamp();
    }
}
