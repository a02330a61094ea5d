package dev.slipway.wire.http;

import dev.slipway.wire.Incoming;
import dev.slipway.wire.Reply;

/**
 * A path that is answered without AWS's protocols and without a signature, such as {@code
 * /_slipway/health}. The checks of Host and Origin and the limits hold here too.
 *
 * @param method such as GET
 * @param path matched exactly, or, when it ends in {@code /*}, as a prefix
 */
public record PlainPath(String method, String path, Responder responder) {

    /** Answers one request; may block. */
    @FunctionalInterface
    public interface Responder {
        Reply respond(Incoming request);
    }

    boolean matches(String requested) {
        return path.endsWith("/*")
                ? requested.startsWith(path.substring(0, path.length() - 1))
                : requested.equals(path);
    }
}
