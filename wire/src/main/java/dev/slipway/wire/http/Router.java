package dev.slipway.wire.http;

import dev.slipway.wire.AwsError;
import dev.slipway.wire.Incoming;
import dev.slipway.wire.facts.Dialect;
import dev.slipway.wire.protocol.JsonProtocol;
import dev.slipway.wire.signature.Claim;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tells service, operation and protocol of a request. */
final class Router {
    private final Map<String, Served> byTargetPrefix = new TreeMap<>();

    Router(List<Served> services) {
        for (Served service : services) {
            if (!service.facts().targetPrefix().isEmpty()) {
                byTargetPrefix.put(service.facts().targetPrefix(), service);
            }
        }
    }

    /**
     * @param request with its body inflated, as a form's fields tell the operation
     * @param claim whose scope names the service where the request does not
     */
    Route route(Incoming request, Claim claim) {
        String target = request.header("x-amz-target");
        JsonProtocol json = JsonProtocol.of(request);
        if (!request.path().isEmpty() && !request.path().equals("/")) {
            return new Route.Nowhere(
                    json,
                    Dialect.JSON,
                    AwsError.of("UnknownOperationException", 404, "No operation has this path."));
        }
        int dot = target.lastIndexOf('.');
        Served service = dot < 0 ? null : byTargetPrefix.get(target.substring(0, dot));
        if (service == null) {
            return new Route.Nowhere(json, Dialect.JSON, json.unknownOperation(target));
        }
        return new Route.ToOperation(service, target.substring(dot + 1), json);
    }
}
