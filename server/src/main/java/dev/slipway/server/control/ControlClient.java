package dev.slipway.server.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The command line's end of the control socket. */
public final class ControlClient {
    private final ObjectMapper json = new ObjectMapper();
    private final Path socket;

    public ControlClient(Path socket) {
        this.socket = socket;
    }

    public ObjectNode request(String command) {
        return json.createObjectNode().put("command", command);
    }

    /**
     * @param body sent after the request, to its end
     * @throws ControlCommand.ControlRefusal with the server's words
     * @throws IOException when the server is not there or went away
     */
    public JsonNode call(ObjectNode request, InputStream body, Consumer<JsonNode> progress)
            throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            connect(channel);
            OutputStream out = Channels.newOutputStream(channel);
            out.write((json.writeValueAsString(request) + "\n").getBytes(StandardCharsets.UTF_8));
            body.transferTo(out);
            channel.shutdownOutput();
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    Channels.newInputStream(channel), StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                JsonNode answer = json.readTree(line);
                if (answer.has("progress")) {
                    progress.accept(answer.get("progress"));
                } else if (answer.has("refused")) {
                    throw new ControlCommand.ControlRefusal(answer.get("refused").asText());
                } else {
                    return answer.path("result");
                }
            }
            throw new EOFException("the server went away before it had answered");
        }
    }

    private void connect(SocketChannel channel) throws IOException {
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (ConnectException _) {
            throw new ControlCommand.ControlRefusal(
                    "the server does not answer: it is starting or ending; try again in a moment");
        }
    }

    public JsonNode call(ObjectNode request) throws IOException {
        return call(request, InputStream.nullInputStream(), _ -> {});
    }
}
