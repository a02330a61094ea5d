package dev.slipway.controlplane.state;

/** The disk did not take a transaction: it is full, or broken. Nothing was changed. */
public final class StorageRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StorageRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
