package dev.slipway.node.local;

import dev.slipway.node.container.Containers;
import dev.slipway.node.container.ContainersSetup;
import dev.slipway.node.image.Images;
import dev.slipway.node.network.Network;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node stands on. The parts know nothing of each other, so they are opened side by side. */
record Ground(Network network, Images images, Containers containers) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ground.class);

    /**
     * All of it or nothing.
     *
     * @param machine told of containers that end; set later
     */
    static Ground open(
            LocalSettings settings,
            LocalNode.Outside outside,
            ExecutorService aside,
            AtomicReference<LocalMachine> machine)
            throws IOException {
        Future<Network> network =
                aside.submit(() -> Network.open(settings.network(), outside.threads()));
        Future<Images> images =
                aside.submit(
                        () ->
                                Images.open(
                                        settings.images(), outside.registries(), outside.clock()));
        Callable<Containers> opening =
                () ->
                        Containers.open(
                                new ContainersSetup(
                                        settings.containers(),
                                        Images.layersIn(settings.images()),
                                        settings.instance(),
                                        settings.runtime(),
                                        outside.clock(),
                                        ended ->
                                                Optional.ofNullable(machine.get())
                                                        .ifPresent(m -> m.ended(ended))));
        Future<Containers> containers = aside.submit(opening);
        try {
            return new Ground(got(network), got(images), got(containers));
        } catch (IOException | RuntimeException e) {
            for (Future<? extends AutoCloseable> part : List.of(network, images, containers)) {
                closeOnceOpen(part);
            }
            throw e;
        }
    }

    private static <T> T got(Future<T> part) throws IOException {
        try {
            return part.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException other -> throw other;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the node was opened", e);
        }
    }

    private static void closeOnceOpen(Future<? extends AutoCloseable> part) {
        try {
            got(part).close();
        } catch (Exception e) {
            LOG.debug("one more part was not opened, or not closed", e);
        }
    }

    @Override
    public void close() {
        containers.close();
        images.close();
        network.close();
    }
}
