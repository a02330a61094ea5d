package dev.slipway.server.cli;

/** Ends a command with a sentence for the person who typed it. */
final class CliRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    CliRefusal(String message) {
        super(message, null, false, false);
    }
}
