package dev.slipway.wire;

/**
 * Carries an {@link AwsError} out of an operation. It has no stack trace: it is an answer, not a
 * fault of ours.
 */
public final class AwsException extends RuntimeException {
    private final transient AwsError error;

    public AwsException(AwsError error) {
        super(error.code() + ": " + error.message(), null, false, false);
        this.error = error;
    }

    public AwsError error() {
        return error;
    }
}
