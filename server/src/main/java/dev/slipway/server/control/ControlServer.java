package dev.slipway.server.control;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's end of the control socket. */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final int LONGEST_REQUEST = 64 * 1024;

    private final ObjectMapper json =
            new ObjectMapper().disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
    private final Path socket;
    private final ServerSocketChannel listener;
    private final Map<String, ControlCommand> commands;

    private ControlServer(
            Path socket, ServerSocketChannel listener, Map<String, ControlCommand> commands) {
        this.socket = socket;
        this.listener = listener;
        this.commands = Map.copyOf(commands);
    }

    /** The folder of the socket is made, and opens to its owner only. */
    public static ControlServer open(Path socket, Map<String, ControlCommand> commands)
            throws IOException {
        Files.createDirectories(socket.getParent());
        Files.setPosixFilePermissions(
                socket.getParent(), PosixFilePermissions.fromString("rwx------"));
        Files.deleteIfExists(
                socket); // left by a server that was killed; the data folder's lock says that none
        // lives
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        ControlServer server = new ControlServer(socket, listener, commands);
        Thread.ofPlatform().name("control").daemon().start(server::accept);
        return server;
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                SocketChannel client = listener.accept();
                Thread.ofVirtual().name("control-client").start(() -> serve(client));
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException e) {
                LOG.warn("the control socket refused a client: {}", e.getMessage());
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client;
                InputStream in = Channels.newInputStream(client);
                OutputStream out = Channels.newOutputStream(client)) {
            ObjectNode last = json.createObjectNode();
            try {
                JsonNode request = json.readTree(firstLine(in));
                String name = request.path("command").asText();
                ControlCommand command = commands.get(name);
                if (command == null) {
                    throw new ControlCommand.ControlRefusal(
                            "this server does not know the command " + name);
                }
                last.set(
                        "result",
                        command.run(
                                request,
                                in,
                                line -> send(out, json.createObjectNode().set("progress", line))));
            } catch (ControlCommand.ControlRefusal refusal) {
                last.put("refused", refusal.getMessage());
            } catch (UncheckedIOException gone) {
                LOG.debug("a control client left: {}", gone.getMessage());
                return;
            } catch (Exception e) {
                LOG.error("a control command failed", e);
                last.put("refused", "the server failed at this: " + e + " (its log tells more)");
            }
            send(out, last);
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("a control client left: {}", e.getMessage());
        }
    }

    private static byte[] firstLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0 && next != '\n') {
            if (line.size() >= LONGEST_REQUEST) {
                throw new ControlCommand.ControlRefusal(
                        "the request is longer than " + LONGEST_REQUEST + " bytes");
            }
            line.write(next);
            next = in.read();
        }
        return line.toByteArray();
    }

    private void send(OutputStream out, JsonNode line) {
        try {
            out.write((json.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Files.deleteIfExists(socket);
    }
}
