package dev.slipway.node.metadata;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The front door: one HTTP server with a listener in each VPC. */
public final class MetadataServer implements AutoCloseable {
    /** Requests have virtual threads; the listener of each VPC takes two of these. */
    private static final int MOST_THREADS = 4096;

    private static final int IDLE_THREAD_MILLIS = 60_000;

    private final Server server;
    private final Answers answers;
    private final ConcurrentHashMap<String, ServerConnector> connectors = new ConcurrentHashMap<>();

    private MetadataServer(Server server, Answers answers) {
        this.server = server;
        this.answers = answers;
    }

    /** Starts without listeners. */
    public static MetadataServer open(MetadataSource source, InstantSource clock) {
        // With a queue of Jetty's own comes the whole of Java's management: a tenth of a second.
        QueuedThreadPool threads =
                new QueuedThreadPool(
                        MOST_THREADS, 1, IDLE_THREAD_MILLIS, new LinkedBlockingQueue<>());
        threads.setName("metadata");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        Server server = new Server(threads);
        MetadataServer metadata = new MetadataServer(server, new Answers(source, clock));
        server.setHandler(metadata.new Asked());
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("the metadata server does not start", e);
        }
        return metadata;
    }

    /**
     * Answers on a listener inside a VPC; one that was there before for the VPC is closed.
     *
     * @param channel bound, see {@code Network.listen}
     */
    public void serve(String vpcId, ServerSocketChannel channel) {
        forsake(vpcId);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        ServerConnector connector =
                new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setName(vpcId);
        connector.setIdleTimeout(Duration.ofSeconds(30).toMillis());
        try {
            connector.open(channel);
            server.addConnector(connector);
            connector.start();
        } catch (Exception e) {
            throw new IllegalStateException("no metadata in " + vpcId, e);
        }
        connectors.put(vpcId, connector);
    }

    /** Whether the VPC has a listener that lives. */
    public boolean serves(String vpcId) {
        return Optional.ofNullable(connectors.get(vpcId))
                .map(c -> c.isRunning() && c.isOpen())
                .orElse(false);
    }

    /** The VPC is gone. */
    public void forsake(String vpcId) {
        ServerConnector connector = connectors.remove(vpcId);
        if (connector != null) {
            server.removeConnector(connector);
            try {
                connector.stop();
            } catch (Exception e) {
                throw new IllegalStateException("a listener does not close", e);
            }
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the metadata server does not stop", e);
        }
    }

    private final class Asked extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Connector connector = request.getConnectionMetaData().getConnector();
            Answer answer =
                    answers.answer(
                            String.valueOf(connector.getName()),
                            address(request.getConnectionMetaData().getRemoteSocketAddress()),
                            request.getMethod(),
                            Request.getPathInContext(request));
            response.setStatus(answer.status());
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            response.write(
                    true,
                    ByteBuffer.wrap(answer.json().getBytes(StandardCharsets.UTF_8)),
                    callback);
            return true;
        }
    }

    private static String address(SocketAddress remote) {
        return remote instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress()
                : "";
    }
}
