package dev.slipway.controlplane.state;

/** Seals every byte of user data that reaches the disk, and opens it again. */
public interface Seal {

    /**
     * @param context what the bytes belong to (kind and key, or segment and position); must be the
     *     same to open them
     */
    byte[] seal(byte[] clear, byte[] context);

    /**
     * @throws IllegalStateException when the bytes were not sealed by this key for this context
     */
    byte[] open(byte[] sealed, byte[] context);
}
