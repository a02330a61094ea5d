package dev.slipway.node.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;

/** The distribution's registry, a process of its own on loopback. */
final class RealRegistry {
    private RealRegistry() {}

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * Starts it and returns when it listens.
     *
     * @param port the one that the configuration names
     */
    static Process start(Path config, Path log, int port) throws Exception {
        Process registry =
                new ProcessBuilder("docker-registry", "serve", config.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        for (int i = 0; i < 400; i++) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(socket.isConnected()).isTrue();
                return registry;
            } catch (IOException _) {
                Thread.sleep(25); // between two tries: that it listens it tells nobody
            }
        }
        registry.destroyForcibly().waitFor();
        throw new AssertionError("the registry does not listen");
    }
}
