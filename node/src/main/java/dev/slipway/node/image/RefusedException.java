package dev.slipway.node.image;

import java.io.IOException;
import java.time.Duration;

/** The registry's answer was no. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;
    private final boolean worthAnotherTry;
    private final Duration pause;

    RefusedException(String message, boolean worthAnotherTry) {
        this(message, worthAnotherTry, Duration.ZERO);
    }

    private RefusedException(String message, boolean worthAnotherTry, Duration pause) {
        super(message);
        this.worthAnotherTry = worthAnotherTry;
        this.pause = pause;
    }

    /**
     * @param retryAfter the header's value; seconds, or nothing that we take into account
     */
    RefusedException after(String retryAfter) {
        return retryAfter.matches("[0-9]{1,4}")
                ? new RefusedException(
                        String.valueOf(getMessage()),
                        worthAnotherTry,
                        Duration.ofSeconds(Long.parseLong(retryAfter)))
                : this;
    }

    boolean worthAnotherTry() {
        return worthAnotherTry;
    }

    /** How long the registry asks us to wait first. */
    Duration pause() {
        return pause;
    }
}
