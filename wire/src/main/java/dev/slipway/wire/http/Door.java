package dev.slipway.wire.http;

import dev.slipway.wire.AwsError;
import dev.slipway.wire.Incoming;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Keeps web pages out. A page anywhere can send requests to loopback, and by DNS rebinding even
 * read the answers; it cannot choose the Host and Origin headers that its browser sends. So a
 * request must name us as its host, and must not come from a page of another origin.
 */
final class Door {
    private Door() {}

    /** Empty when the request may come in. */
    static Optional<AwsError> refusal(
            Incoming request, String localAddress, int localPort, EndpointSettings settings) {
        String host = request.header("host").toLowerCase(Locale.ROOT);
        if (host.isEmpty() || !ours(host, localAddress, localPort, settings.hosts())) {
            return refuse("The Host header does not name this endpoint.");
        }
        String origin = request.header("origin").toLowerCase(Locale.ROOT);
        if (!origin.isEmpty()
                && !origin.equals("http://" + host)
                && !origin.equals("https://" + host)) {
            return refuse("Requests from web pages of another origin are refused.");
        }
        String site = request.header("sec-fetch-site");
        if (!site.isEmpty() && !site.equals("same-origin") && !site.equals("none")) {
            return refuse("Requests from web pages of another site are refused.");
        }
        return Optional.empty();
    }

    private static Optional<AwsError> refuse(String message) {
        return Optional.of(AwsError.of("AccessDeniedException", 403, message));
    }

    private static boolean ours(
            String host, String localAddress, int localPort, List<String> configured) {
        int colon = host.lastIndexOf(':');
        boolean ported = colon > host.lastIndexOf(']');
        String name = ported ? host.substring(0, colon) : host;
        String port = ported ? host.substring(colon + 1) : "80";
        if (port.equals(String.valueOf(localPort))
                && (name.equals("localhost")
                        || name.endsWith(".localhost")
                        || literal(name).equals(literal(localAddress)))) {
            return true;
        }
        return configured.stream()
                .map(each -> each.toLowerCase(Locale.ROOT))
                .anyMatch(each -> matches(each, name) || matches(each, host));
    }

    private static boolean matches(String pattern, String host) {
        return pattern.startsWith("*.")
                ? host.endsWith(pattern.substring(1))
                : host.equals(pattern);
    }

    private static String literal(String address) {
        return address.startsWith("[") && address.endsWith("]")
                ? address.substring(1, address.length() - 1)
                : address;
    }
}
