package dev.slipway.wire.http;

import dev.slipway.wire.AccessKeys;
import dev.slipway.wire.AwsError;
import dev.slipway.wire.ServiceBinding;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** AWS's services on one port. Requests run on virtual threads. */
public final class Endpoint implements AutoCloseable {
    /** Requests have virtual threads; each channel that is listened on takes one of these. */
    private static final int MOST_THREADS = 4096;

    private static final int IDLE_THREAD_MILLIS = 60_000;

    private final Server server;
    private final EndpointSettings settings;
    private final int port;

    private Endpoint(Server server, EndpointSettings settings, int port) {
        this.server = server;
        this.settings = settings;
        this.port = port;
    }

    /**
     * Listens and serves until it is closed.
     *
     * @param ids where the ids of requests come from; used by one thread at a time
     * @param failures the AWS error for a failure that is not an {@link
     *     dev.slipway.wire.AwsException}, such as a disk that refuses; empty for those that are
     *     nobody's to explain, which answer InternalFailure
     * @throws PortInUseException when another process has the port
     * @throws IOException when listening fails otherwise
     */
    public static Endpoint open(
            EndpointSettings settings,
            List<ServiceBinding> services,
            AccessKeys keys,
            Clock clock,
            RandomGenerator ids,
            Function<RuntimeException, Optional<AwsError>> failures)
            throws IOException {
        // With a queue of Jetty's own comes the whole of Java's management: a tenth of a second.
        QueuedThreadPool threads =
                new QueuedThreadPool(
                        MOST_THREADS, 2, IDLE_THREAD_MILLIS, new LinkedBlockingQueue<>());
        threads.setName("endpoint");
        threads.setVirtualThreadsExecutor(
                VirtualThreads.getNamedVirtualThreadsExecutor("request-"));
        Server server = new Server(threads);
        server.setStopTimeout(settings.drainTimeout().toMillis());
        Calls calls =
                new Calls(settings, services.stream().map(Served::new).toList(), keys, failures);
        Exchange exchange = new Exchange(settings, calls, clock, new RequestIds(ids));
        server.setHandler(new GracefulHandler(exchange));
        server.setErrorHandler(exchange::refusedByJetty);
        ServerConnector connector = connector(server, settings);
        connector.setHost(settings.address().getHostAddress());
        connector.setPort(settings.port());
        server.addConnector(connector);
        try {
            connector.open();
        } catch (IOException e) {
            throw e instanceof BindException || e.getCause() instanceof BindException
                    ? new PortInUseException(settings.address(), settings.port(), e)
                    : e;
        }
        start(server);
        return new Endpoint(server, settings, connector.getLocalPort());
    }

    /** The port that is listened on. */
    public int port() {
        return port;
    }

    public InetAddress address() {
        return settings.address();
    }

    /**
     * Serves on a channel that was opened and bound elsewhere, such as inside the namespace of a
     * VPC, until it is closed here or the endpoint is.
     *
     * @param channel bound; owned by the endpoint from now on
     */
    public AutoCloseable listen(ServerSocketChannel channel) throws IOException {
        ServerConnector connector = connector(server, settings);
        connector.open(channel);
        server.addConnector(connector);
        start(connector);
        return () -> {
            server.removeConnector(connector);
            connector.stop();
        };
    }

    /** Accepts nothing more and waits for what runs, within the drain timeout. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the endpoint does not stop", e);
        }
    }

    private static ServerConnector connector(Server server, EndpointSettings settings) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(settings.maxHeaderBytes());
        ServerConnector connector =
                new ServerConnector(server, 0, 1, new HttpConnectionFactory(http));
        connector.setIdleTimeout(settings.idleTimeout().toMillis());
        connector.setAcceptQueueSize(1024);
        return connector;
    }

    private static void start(org.eclipse.jetty.util.component.LifeCycle part) throws IOException {
        try {
            part.start();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the endpoint does not start", e);
        }
    }
}
