package dev.slipway.controlplane.logfilter;

/** A pattern that is none. */
public final class FilterPatternException extends Exception {
    private static final long serialVersionUID = 1;

    FilterPatternException(String message) {
        super(message);
    }
}
