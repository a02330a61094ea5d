package dev.slipway.server.cloud;

import dev.slipway.server.cli.Version;
import dev.slipway.server.instance.JsonFile;
import dev.slipway.wire.Reply;
import dev.slipway.wire.http.PlainPath;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** {@code GET /_slipway/health}: for scripts and load balancers; 503 when not ready. */
final class Health {
    private Health() {}

    static PlainPath path(BooleanSupplier ready) {
        return new PlainPath(
                "GET",
                "/_slipway/health",
                _ -> {
                    boolean is = ready.getAsBoolean();
                    Map<String, Object> said = new TreeMap<>();
                    said.put("version", Version.current());
                    said.put("ready", is);
                    return Reply.of(is ? 200 : 503, "application/json", JsonFile.text(said));
                });
    }
}
