package dev.slipway.node.registry;

/**
 * Something that changed what tasks would run, or tried to.
 *
 * @param operation such as {@code PutManifest}
 * @param repository without the registry's host
 * @param reference tag or digest
 * @param digest of the manifest; empty when there is none
 * @param outcome {@code Success}, or the protocol's error code
 * @param address the client's
 * @param userAgent as sent; empty when absent
 */
public record RegistryEvent(
        String operation,
        String repository,
        String reference,
        String digest,
        String outcome,
        int httpStatus,
        String address,
        String userAgent) {

    /** Whether a tag means a new image now. */
    public boolean tagged() {
        return operation.equals("PutManifest")
                && outcome.equals("Success")
                && !RegistryPath.isDigest(reference);
    }
}
