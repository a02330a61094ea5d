package dev.slipway.server.cloud;

import dev.slipway.node.image.PullPolicy;
import dev.slipway.node.netlink.RouteBatch;
import dev.slipway.node.netlink.Routes;
import dev.slipway.nodelink.NodeReport;
import dev.slipway.server.instance.Instance;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * A short life of a whole cloud in a throw-away folder, for the JVM to watch which classes it
 * needs.
 */
public final class Training {
    private Training() {}

    /** What is done with the cloud once it is ready; must take it down at last. */
    @FunctionalInterface
    public interface Use {
        void of(Instance instance) throws IOException, InterruptedException;
    }

    /**
     * @param node {@code local} needs root and a network namespace of its own: the cloud changes
     *     what it takes for the host's
     */
    public static void run(String node, Use use) throws IOException, InterruptedException {
        if (node.equals("local")) {
            startLoopback();
        }
        Path folder = Files.createTempDirectory("slipway-train");
        try {
            Instance real =
                    Instance.of(folder.resolve("data"), Map.of("HOME", folder.toString()), false);
            Instance instance =
                    new Instance(
                            real.id(), real.data(), folder.resolve("run"), folder.resolve("key"));
            Cloud cloud =
                    Cloud.open(
                            new CloudSettings(
                                    instance,
                                    0,
                                    "enforce",
                                    "",
                                    "us-east-1",
                                    "",
                                    node,
                                    -1,
                                    PullPolicy.PREFER_CACHED,
                                    0,
                                    new NodeReport.Capacity(0, 0)));
            use.of(instance);
            cloud.awaitEnd();
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }

    private static void startLoopback() throws IOException {
        // The launcher, which is our parent, stands in the machine's.
        long parent = ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(1L);
        if (network("self").equals(network(Long.toString(parent)))) {
            throw new IOException("this is the machine's own network: it is not for training");
        }
        try (Routes routes = new Routes()) {
            routes.apply(new RouteBatch().up(routes.index("lo").orElseThrow()));
        }
    }

    private static Path network(String process) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc", process, "ns/net"));
    }

    /** Puts SQLite's library where it is found: else every start unpacks it again. */
    public static void unpack(Path folder) throws IOException {
        Files.createDirectories(folder);
        String name = LibraryLoaderUtil.getNativeLibName();
        String place = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        try (InputStream library = LibraryLoaderUtil.class.getResourceAsStream(place)) {
            if (library != null) {
                Files.copy(library, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
