package dev.slipway.node.container;

import dev.slipway.node.host.Ahead;
import dev.slipway.node.host.CallThread;
import dev.slipway.node.host.FileNodes;
import dev.slipway.node.host.Processes;
import dev.slipway.node.host.Spawner;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Monitors that were started ahead: conmon, and behind it {@link RuntimeWrapper}, which waits to be
 * told to go on. Starting the two is a third of what it takes to create a container.
 *
 * <p>Nobody knows yet for what: so each has a handle, by which its folders are called, and finds
 * the container's control groups by links beside its bundle. A later process finds those that are
 * left as containers without a record, and removes them.
 */
final class ReadyMonitors implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReadyMonitors.class);

    private static final int FIFO = 010600;
    private static final String GO = "go";

    private final Equipment equipment;
    private final Removal removal;
    private final CallThread maker = new CallThread("slipway-monitors");
    private final Ahead<Ready> ahead =
            new Ahead<>(
                    maker,
                    Ahead.stock(),
                    this::make,
                    this::end,
                    e -> LOG.warn("a monitor could not be started ahead: {}", e.getMessage()));

    /** Handles of all that were begun and are not another's business yet. */
    private final Set<String> held = ConcurrentHashMap.newKeySet();

    /** Touched by the maker only. */
    private long number;

    private volatile boolean asked;

    ReadyMonitors(Equipment equipment, Removal removal) {
        this.equipment = equipment;
        this.removal = removal;
    }

    /** One that waits. */
    static final class Ready {
        private final String handle;
        private final Spawner.Begun begun;
        private final AtomicBoolean heard = new AtomicBoolean();

        private Ready(String handle, Spawner.Begun begun) {
            this.handle = handle;
            this.begun = begun;
        }

        String handle() {
            return handle;
        }

        /** Has the runtime create the container from what is now in the bundle; once. */
        Conmon.Created goOn(Conmon conmon, Folders folders, List<String> entrances)
                throws LaunchException {
            Path bundle = folders.bundle(handle);
            // Opened for both, it is open at once, and whoever comes to wait for it need not.
            try {
                for (int i = 0; i < entrances.size(); i++) {
                    Path file = Path.of(entrances.get(i).substring(1));
                    Files.createSymbolicLink(bundle.resolve(Integer.toString(i)), file);
                }
                try (FileChannel _ =
                        FileChannel.open(
                                bundle.resolve(GO),
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE)) {
                    heard.set(true);
                    return conmon.created(handle, begun);
                }
            } catch (IOException e) {
                throw new LaunchException(
                        "CannotCreateContainerError", String.valueOf(e.getMessage()), e);
            }
        }

        /** It is not listened to any more. */
        void letGo() {
            if (!heard.getAndSet(true)) {
                begun.close();
                begun.process().close();
            }
        }
    }

    /** Has some started for the launches to come, from now on, without waiting for them. */
    void makeAhead() {
        asked = equipment.runtime().waits();
        refill();
    }

    private void refill() {
        if (asked) {
            ahead.fill();
        }
    }

    private Ready make() throws IOException {
        String handle = next();
        held.add(handle);
        try {
            return new Ready(handle, begin(handle));
        } catch (IOException | RuntimeException e) {
            remove(handle);
            throw e;
        }
    }

    private Spawner.Begun begin(String handle) throws IOException {
        Folders folders = equipment.folders();
        makeFolders(folders, handle);
        Path bundle = folders.bundle(handle);
        FileNodes.makeNode(bundle.resolve(GO), FIFO, 0, 0);
        List<String> entrances = new ArrayList<>();
        entrances.add("=" + bundle.resolve(GO));
        int groups =
                equipment.runtime().entersGroups()
                        ? equipment.containerGroup().entrances(folders.group()).size()
                        : 0;
        for (int i = 0; i < groups; i++) {
            entrances.add("@" + bundle.resolve(Integer.toString(i)));
        }
        return equipment
                .conmon()
                .begin(handle, ContainerRecord.Manner.PLAIN, entrances, equipment::placeConmon);
    }

    /** One that no container has: an earlier process may have given the same. */
    private String next() {
        while (true) {
            String handle = "m" + Processes.ourPid() + "-" + ++number;
            if (!Files.exists(equipment.folders().of(handle))) {
                return handle;
            }
        }
    }

    /** The folders that a container has of its own, but for its layer. */
    static void makeFolders(Folders folders, String handle) throws IOException {
        Files.createDirectory(folders.of(handle));
        Files.createDirectory(folders.bundle(handle));
        Files.createDirectory(folders.bundle(handle).resolve("rootfs"));
    }

    /** One for a container with plain streams; empty: none is ready. */
    Optional<Ready> take() {
        while (true) {
            Optional<Ready> one = ahead.poll();
            refill();
            if (one.isEmpty() || !Processes.ended(one.get().begun.process().pid())) {
                return one;
            }
            end(one.get());
        }
    }

    /** How many wait. */
    int size() {
        return ahead.size();
    }

    /** Of those that wait, are being made, or were taken and not {@link #passedOn}. */
    Set<String> handles() {
        return Set.copyOf(held);
    }

    /** It is a container's now, or gone. */
    void passedOn(String handle) {
        held.remove(handle);
    }

    private void end(Ready one) {
        one.letGo();
        remove(one.handle);
    }

    private void remove(String handle) {
        try {
            removal.container("", handle, handle);
            held.remove(handle);
        } catch (IOException | RuntimeException e) {
            LOG.warn("monitor {} could not be ended", handle, e);
        }
    }

    @Override
    public void close() {
        ahead.close();
        maker.close();
    }
}
