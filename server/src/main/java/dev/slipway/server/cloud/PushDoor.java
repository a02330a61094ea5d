package dev.slipway.server.cloud;

import dev.slipway.controlplane.audit.AuditLog;
import dev.slipway.controlplane.audit.AuditRecord;
import dev.slipway.node.image.ImageException;
import dev.slipway.node.image.Images;
import dev.slipway.node.registry.RegistryEvent;
import dev.slipway.node.registry.RegistryServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry endpoint of this instance. Every change is audited; what a tag was given to is
 * unpacked at once, so that the first task from it starts like any other.
 */
final class PushDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PushDoor.class);

    /** Where the registry is when nobody says: that far above the API's port. */
    private static final int ABOVE = 1000;

    private static final int HIGHEST_PORT = 65_535;

    private final RegistryServer server;
    private final Images images;
    private final AuditLog audit;
    private final CloudSettings settings;
    private final String account;
    private final Clock clock;
    private final AtomicLong requests = new AtomicLong();
    private final ExecutorService unpacking =
            Executors.newSingleThreadExecutor(Cloud.platform("registry-unpack"));

    private PushDoor(
            int port,
            Images images,
            AuditLog audit,
            CloudSettings settings,
            String account,
            Clock clock,
            RandomGenerator random)
            throws IOException {
        this.images = images;
        this.audit = audit;
        this.settings = settings;
        this.account = account;
        this.clock = clock;
        Path folder = settings.instance().data().resolve("registry");
        this.server = RegistryServer.open(port, folder, clock, random, this::changed);
    }

    /** The port to listen on; 0: none is wanted. */
    static int port(CloudSettings settings, int apiPort) {
        if (settings.simulated() || settings.registryPort() >= 0) {
            return settings.simulated() ? 0 : settings.registryPort();
        }
        return apiPort + ABOVE <= HIGHEST_PORT ? apiPort + ABOVE : apiPort - ABOVE;
    }

    /**
     * @throws IOException with a sentence for the person who chose the port
     */
    static PushDoor open(
            int port,
            Images images,
            AuditLog audit,
            CloudSettings settings,
            String account,
            Clock clock,
            RandomGenerator random)
            throws IOException {
        try {
            return new PushDoor(port, images, audit, settings, account, clock, random);
        } catch (IOException e) {
            throw new IOException(
                    "the registry cannot listen on port "
                            + port
                            + ": "
                            + e.getMessage()
                            + ". Choose another with --registry-port, or none with 0",
                    e);
        }
    }

    /** What image names begin with. */
    String host() {
        return "localhost:" + server.port();
    }

    /** Removes what no manifest needs; returns the bytes that this has freed. */
    long collect() throws IOException {
        return server.collect();
    }

    private void changed(RegistryEvent event) {
        String image = host() + "/" + event.repository();
        String full =
                image + (event.reference().startsWith("sha256:") ? "@" : ":") + event.reference();
        audit.append(
                new AuditRecord(
                        clock.instant().truncatedTo(ChronoUnit.MILLIS).toString(),
                        "registry-" + clock.millis() + "-" + requests.incrementAndGet(),
                        account,
                        "",
                        "",
                        settings.region(),
                        event.address(),
                        event.userAgent(),
                        "registry",
                        event.operation(),
                        event.digest().isEmpty() ? List.of(full) : List.of(full, event.digest()),
                        event.outcome(),
                        event.httpStatus()));
        if (event.tagged()) {
            try {
                unpacking.execute(() -> unpack(full));
            } catch (RejectedExecutionException _) {
                LOG.debug("{} is unpacked when it is needed: the server is closing", full);
            }
        }
    }

    private void unpack(String name) {
        try {
            images.pull(name);
        } catch (ImageException e) {
            // What runs on another platform may be kept here all the same; a task will tell.
            LOG.warn("the pushed image {} is not unpacked: {}", name, e.words());
        }
    }

    @Override
    public void close() {
        unpacking.shutdownNow();
        server.close();
    }
}
