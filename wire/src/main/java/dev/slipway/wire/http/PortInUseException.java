package dev.slipway.wire.http;

import java.io.IOException;
import java.net.InetAddress;

/** Another process listens on the endpoint's port. */
public final class PortInUseException extends IOException {
    private final int port;

    PortInUseException(InetAddress address, int port, IOException cause) {
        super("port " + port + " on " + address.getHostAddress() + " is in use", cause);
        this.port = port;
    }

    public int port() {
        return port;
    }
}
