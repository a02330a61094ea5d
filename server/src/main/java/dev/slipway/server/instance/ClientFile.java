package dev.slipway.server.instance;

/** How a client reaches the server. */
public record ClientFile(
        String endpoint,
        String region,
        String account,
        String accessKeyId,
        String secretAccessKey) {
    @Override
    public String toString() {
        return "ClientFile[" + endpoint + "]"; // secrets never reach a log
    }
}
