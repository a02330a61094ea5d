package dev.slipway.wire.http;

import dev.slipway.wire.AwsError;
import dev.slipway.wire.Incoming;
import dev.slipway.wire.facts.Dialect;
import dev.slipway.wire.protocol.Ec2Protocol;
import dev.slipway.wire.protocol.Form;
import dev.slipway.wire.protocol.JsonProtocol;
import dev.slipway.wire.protocol.Protocol;
import dev.slipway.wire.protocol.QueryProtocol;
import dev.slipway.wire.signature.Claim;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Tells service, operation and protocol of a request. */
final class Router {
    private final List<Served> services;
    private final Map<String, Served> byTargetPrefix = new TreeMap<>();

    Router(List<Served> services) {
        this.services = services;
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
        JsonProtocol json = JsonProtocol.of(request);
        if (!request.path().equals("/")) {
            return nowhere(
                    json,
                    AwsError.of("UnknownOperationException", 404, "No operation has this path."));
        }
        // A page that loads an image from us sends a GET: alone a signature makes it a call.
        boolean called =
                request.method().equals("POST")
                        || (request.method().equals("GET") && !(claim instanceof Claim.Unsigned));
        if (!called) {
            return nowhere(
                    json,
                    AwsError.of(
                            "UnknownOperationException",
                            405,
                            "Operations are called with POST, not with " + request.method() + "."));
        }
        if (!request.header("x-amz-target").isEmpty()) {
            return byTarget(request.header("x-amz-target"), json);
        }
        if (isForm(request)) {
            return byAction(Form.of(request), claim);
        }
        return nowhere(
                json,
                AwsError.of(
                        "UnknownOperationException",
                        "The request names no operation: neither X-Amz-Target nor Action."));
    }

    /** The protocol that a request seems to speak, for an answer before its route is known. */
    static Protocol likely(Incoming request) {
        return isForm(request) && request.header("x-amz-target").isEmpty()
                ? new QueryProtocol(Form.of(request.withBody(new byte[0])), "")
                : JsonProtocol.of(request);
    }

    private static boolean isForm(Incoming request) {
        return request.header("content-type").startsWith("application/x-www-form-urlencoded")
                || request.query().contains("Action=");
    }

    private Route byTarget(String target, JsonProtocol json) {
        int dot = target.lastIndexOf('.');
        Served service = dot < 0 ? null : byTargetPrefix.get(target.substring(0, dot));
        if (service == null) {
            return nowhere(json, json.unknownOperation(target));
        }
        return new Route.ToOperation(service, target.substring(dot + 1), json);
    }

    private Route byAction(Form form, Claim claim) {
        Optional<Served> service = serviceOf(form, claim);
        Protocol protocol =
                service.isEmpty()
                        ? new QueryProtocol(form, "")
                        : service.get().facts().dialect() == Dialect.EC2
                                ? new Ec2Protocol(form)
                                : new QueryProtocol(form, service.get().facts().xmlNamespace());
        Dialect dialect = protocol instanceof Ec2Protocol ? Dialect.EC2 : Dialect.QUERY;
        if (form.action().isEmpty()) {
            AwsError error =
                    AwsError.of(
                            dialect == Dialect.EC2 ? "MissingParameter" : "MissingAction",
                            "The request must contain the parameter Action");
            return new Route.Nowhere(protocol, dialect, error);
        }
        if (service.isEmpty()) {
            return new Route.Nowhere(protocol, dialect, protocol.unknownOperation(form.action()));
        }
        return new Route.ToOperation(service.get(), form.action(), protocol);
    }

    /** By the scope when there is one: two services may share an API version. */
    private Optional<Served> serviceOf(Form form, Claim claim) {
        List<Served> speakers =
                services.stream().filter(each -> each.facts().dialect() != Dialect.JSON).toList();
        if (claim instanceof Claim.Signed signed) {
            return speakers.stream()
                    .filter(each -> each.facts().signingName().equals(signed.service()))
                    .findFirst();
        }
        return speakers.stream()
                .filter(each -> each.facts().apiVersion().equals(form.version()))
                .findFirst()
                .or(() -> speakers.stream().filter(each -> each.knows(form.action())).findFirst());
    }

    private static Route nowhere(JsonProtocol json, AwsError error) {
        return new Route.Nowhere(json, Dialect.JSON, error);
    }
}
