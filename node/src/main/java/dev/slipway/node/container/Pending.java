package dev.slipway.node.container;

/** The front door is agreed on; what is behind it is being built. */
@SuppressWarnings({"DoNotCallSuggester", "TypeParameterUnusedInFormals"})
final class Pending {
    private Pending() {}

    static <T> T pending() {
        throw new UnsupportedOperationException("not built yet");
    }
}
