package dev.slipway.node.netlink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Named network namespaces: each is a file that the namespace is mounted on, so it outlives us and
 * is found again by name. One platform thread enters them; what it opens inside (sockets) stays
 * there and is used from any thread.
 */
public final class NetworkNamespaces implements AutoCloseable {

    private final ExecutorService thread;
    private final int home;

    /** The namespace we are in is the host's. */
    public NetworkNamespaces() {
        this("/proc/self/ns/net");
    }

    private NetworkNamespaces(String homeFile) {
        home = NetworkCalls.open(homeFile, NetworkCalls.O_RDONLY_CLOEXEC);
        thread =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().name("network-namespaces").factory());
        atHome(() -> true);
    }

    /** Another namespace plays the host: for tests, and for a server inside a container. */
    public static NetworkNamespaces withHost(Path host) {
        return new NetworkNamespaces(host.toString());
    }

    /**
     * Makes a directory fit to keep namespaces: a mount of its own whose changes reach the copies
     * that other processes' mount namespaces have, so that none of them keeps a removed namespace
     * alive.
     */
    public static void prepare(Path directory) {
        try {
            Files.createDirectories(directory);
            if (!mounted(directory)) {
                String path = directory.toString();
                NetworkCalls.mount(path, path, NetworkCalls.MS_BIND);
                NetworkCalls.mount("none", path, NetworkCalls.MS_SHARED);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Undoes {@link #prepare}; the namespaces in it must be gone. */
    public static void forget(Path directory) {
        try {
            while (mounted(directory)) {
                NetworkCalls.unmount(directory.toString());
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes the namespace and does the work inside it, or, where it exists, just the work.
     *
     * @throws IllegalStateException what the work threw, when that was a checked exception
     */
    public <T> T create(Path file, Callable<T> work) {
        return run(
                () -> {
                    if (mounted(file)) {
                        return visit(file, work);
                    }
                    NetworkCalls.unshareNetwork();
                    try {
                        bind("/proc/thread-self/ns/net", file);
                        return work.call();
                    } finally {
                        NetworkCalls.setns(home);
                    }
                });
    }

    /** Mounts a namespace on a file that is made for it; an old file without one goes. */
    static void bind(String namespace, Path file) {
        try {
            Files.deleteIfExists(file);
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        NetworkCalls.mount(namespace, file.toString(), NetworkCalls.MS_BIND);
    }

    /** Does the work inside an existing namespace. Short work: one thread serves all. */
    public <T> T inside(Path file, Callable<T> work) {
        return run(() -> visit(file, work));
    }

    /** Does the work in the host's namespace. */
    public <T> T atHome(Callable<T> work) {
        return run(
                () -> {
                    NetworkCalls.setns(home);
                    return work.call();
                });
    }

    private <T> T visit(Path file, Callable<T> work) throws Exception {
        int fd = NetworkCalls.open(file.toString(), NetworkCalls.O_RDONLY_CLOEXEC);
        try {
            NetworkCalls.setns(fd);
            try {
                return work.call();
            } finally {
                NetworkCalls.setns(home);
            }
        } finally {
            NetworkCalls.close(fd);
        }
    }

    /** Sets a variable of the namespace that the calling thread is in. */
    public static void sysctl(String name, String value) {
        NetworkCalls.writeFile("/proc/sys/" + name, value);
    }

    /**
     * Takes the name away; the namespace goes when no process, socket or handle holds it any more.
     * Nothing happens when there is none.
     */
    public void remove(Path file) {
        try {
            while (mounted(file)) {
                NetworkCalls.unmount(file.toString());
            }
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a namespace (or directory) is mounted on the path. */
    public static boolean mounted(Path path) {
        try {
            Path parent = Optional.ofNullable(path.getParent()).orElse(path);
            return Files.isDirectory(path)
                    ? Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                            .anyMatch(line -> line.contains(" " + path + " "))
                    : !Files.getAttribute(path, "unix:dev")
                            .equals(Files.getAttribute(parent, "unix:dev"));
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> T run(Callable<T> work) {
        Future<T> future = thread.submit(work);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    // Half-made namespaces are worse than a late answer: finish, then tell.
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException runtime -> throw runtime;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        thread.close();
        NetworkCalls.close(home);
    }
}
