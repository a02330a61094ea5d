package dev.slipway.server.cloud;

import dev.slipway.wire.http.Endpoint;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;

/** Serves the AWS API on listeners inside VPCs. */
final class Doors {
    private final Endpoint endpoint;

    Doors(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    AutoCloseable opened(String vpcId, ServerSocketChannel channel) throws IOException {
        return endpoint.listen(channel);
    }
}
