package dev.slipway.server.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.util.function.Consumer;

/** One command that a running server takes over its control socket. */
@FunctionalInterface
public interface ControlCommand {

    /**
     * @param arguments the request's fields
     * @param body bytes that follow the request, until the client ends them
     * @param progress a line for the person who waits; may be called from this thread only, and
     *     throws when that person left
     * @return the result
     * @throws ControlRefusal to say in plain words why not
     */
    JsonNode run(JsonNode arguments, InputStream body, Consumer<JsonNode> progress)
            throws Exception;

    /** A refusal in plain words. */
    final class ControlRefusal extends RuntimeException {
        private static final long serialVersionUID = 1;

        public ControlRefusal(String message) {
            super(message, null, false, false);
        }
    }
}
