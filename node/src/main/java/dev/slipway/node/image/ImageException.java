package dev.slipway.node.image;

/**
 * An image could not be had.
 *
 * <p>For a task the words become {@code CannotPullContainerError: } and this message.
 */
public final class ImageException extends Exception {
    private static final long serialVersionUID = 1L;

    ImageException(String message) {
        super(message);
    }

    ImageException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The text of this exception, never null. */
    public String words() {
        return String.valueOf(getMessage());
    }
}
