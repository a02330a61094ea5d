package dev.slipway.wire.http;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * Where and how to listen. Start from {@link #loopback} and change what differs.
 *
 * @param address to listen on
 * @param port 0 for any free one
 * @param auth how much a request must prove; {@link AuthMode#OPEN} needs a loopback address
 * @param openAccount whose requests are that name no account, in open mode: 12 digits
 * @param defaultRegion of requests without a credential scope, in open mode
 * @param hosts further names that clients may put into the Host header, beside loopback ones and
 *     the address that the connection came to: {@code name} with any port, or {@code name:port}; a
 *     leading {@code *.} stands for any labels
 * @param maxBodyBytes of a request, as sent and as inflated
 * @param maxHeaderBytes of a request's line and headers together
 * @param idleTimeout how long a connection may say nothing
 * @param bodyTimeout how long a request's body may take in all
 * @param drainTimeout how long closing waits for requests that run
 * @param plainPaths answered without AWS's protocols
 */
public record EndpointSettings(
        InetAddress address,
        int port,
        AuthMode auth,
        String openAccount,
        String defaultRegion,
        List<String> hosts,
        int maxBodyBytes,
        int maxHeaderBytes,
        Duration idleTimeout,
        Duration bodyTimeout,
        Duration drainTimeout,
        List<PlainPath> plainPaths) {

    public EndpointSettings {
        hosts = List.copyOf(hosts);
        plainPaths = List.copyOf(plainPaths);
        if (auth == AuthMode.OPEN && !address.isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    "with open authentication anyone who reaches the endpoint owns it: it listens on"
                            + " loopback only, not on "
                            + address.getHostAddress());
        }
        if (!openAccount.matches("[0-9]{12}")) {
            throw new IllegalArgumentException("an account has 12 digits: " + openAccount);
        }
    }

    /** Loopback, signatures enforced, 16 MiB bodies, 16 KiB headers. */
    public static EndpointSettings loopback(int port) {
        return new EndpointSettings(
                InetAddress.ofLiteral("127.0.0.1"),
                port,
                AuthMode.ENFORCE,
                "000000000000",
                "us-east-1",
                List.of(),
                16 << 20,
                16 << 10,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                List.of());
    }

    public EndpointSettings withAddress(InetAddress other) {
        return new EndpointSettings(
                other,
                port,
                auth,
                openAccount,
                defaultRegion,
                hosts,
                maxBodyBytes,
                maxHeaderBytes,
                idleTimeout,
                bodyTimeout,
                drainTimeout,
                plainPaths);
    }

    public EndpointSettings withAuth(AuthMode mode) {
        return new EndpointSettings(
                address,
                port,
                mode,
                openAccount,
                defaultRegion,
                hosts,
                maxBodyBytes,
                maxHeaderBytes,
                idleTimeout,
                bodyTimeout,
                drainTimeout,
                plainPaths);
    }

    public EndpointSettings withHome(String account, String region) {
        return new EndpointSettings(
                address,
                port,
                auth,
                account,
                region,
                hosts,
                maxBodyBytes,
                maxHeaderBytes,
                idleTimeout,
                bodyTimeout,
                drainTimeout,
                plainPaths);
    }

    public EndpointSettings withHosts(List<String> names) {
        return new EndpointSettings(
                address,
                port,
                auth,
                openAccount,
                defaultRegion,
                names,
                maxBodyBytes,
                maxHeaderBytes,
                idleTimeout,
                bodyTimeout,
                drainTimeout,
                plainPaths);
    }

    public EndpointSettings withLimits(int bodyBytes, int headerBytes) {
        return new EndpointSettings(
                address,
                port,
                auth,
                openAccount,
                defaultRegion,
                hosts,
                bodyBytes,
                headerBytes,
                idleTimeout,
                bodyTimeout,
                drainTimeout,
                plainPaths);
    }

    public EndpointSettings withTimeouts(Duration idle, Duration body, Duration drain) {
        return new EndpointSettings(
                address,
                port,
                auth,
                openAccount,
                defaultRegion,
                hosts,
                maxBodyBytes,
                maxHeaderBytes,
                idle,
                body,
                drain,
                plainPaths);
    }

    public EndpointSettings withPlainPaths(List<PlainPath> paths) {
        return new EndpointSettings(
                address,
                port,
                auth,
                openAccount,
                defaultRegion,
                hosts,
                maxBodyBytes,
                maxHeaderBytes,
                idleTimeout,
                bodyTimeout,
                drainTimeout,
                paths);
    }
}
