package dev.slipway.node.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The front door: a registry on a port of loopback. */
public final class RegistryServer implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final long IDLE_MILLIS = 60_000;

    private final Server server;
    private final int port;
    private final BlobFolder blobs;
    private final Manifests manifests;

    private RegistryServer(Server server, int port, BlobFolder blobs, Manifests manifests) {
        this.server = server;
        this.port = port;
        this.blobs = blobs;
        this.manifests = manifests;
    }

    /**
     * Listens and serves until it is closed. Uploads that an earlier process left are removed.
     *
     * @param port 0 for any free one
     * @param folder of its own; made when it is missing
     * @param ids where the names of uploads come from
     * @param told of everything that changes what a name means, on the thread of its request
     * @throws IOException when the port is taken, or the folder cannot be used
     */
    public static RegistryServer open(
            int port,
            Path folder,
            InstantSource clock,
            RandomGenerator ids,
            Consumer<RegistryEvent> told)
            throws IOException {
        BlobFolder blobs = BlobFolder.open(Files.createDirectories(folder), clock, ids);
        Manifests manifests = new Manifests(folder, blobs);
        QueuedThreadPool threads = new QueuedThreadPool(8, 1);
        threads.setName("registry");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(
                VirtualThreads.getNamedVirtualThreadsExecutor("registry-"));
        Server server = new Server(threads);
        server.setHandler(new RegistryCalls(new RegistryAnswers(blobs, manifests, told)));
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector =
                new ServerConnector(server, 0, 1, new HttpConnectionFactory(http));
        connector.setHost(LOOPBACK);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        connector.open();
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException("the registry does not start", e);
        }
        return new RegistryServer(server, connector.getLocalPort(), blobs, manifests);
    }

    public int port() {
        return port;
    }

    /** Names of all repositories, sorted. */
    public List<String> repositories() throws IOException {
        return manifests.repositories();
    }

    /**
     * Removes blobs that no manifest names, save those of the last hour.
     *
     * @return bytes that this has freed
     */
    public long collect() throws IOException {
        return blobs.keep(manifests.needed());
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the registry does not stop", e);
        }
    }
}
