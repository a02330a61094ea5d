package dev.slipway.node.volume;

/** A volume cannot be what a plan wants; the message is for the user. */
public final class VolumeException extends Exception {
    private static final long serialVersionUID = 1L;

    VolumeException(String message) {
        super(message);
    }
}
