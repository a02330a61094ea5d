package dev.slipway.controlplane.iam;

/**
 * The root access key of an account, as {@code slipway env} hands it to its owner.
 *
 * @param account 12 digits
 */
public record RootKey(String account, String accessKeyId, String secret) {
    @Override
    public String toString() {
        return "RootKey[" + accessKeyId + " of " + account + "]"; // secrets never reach a log
    }
}
