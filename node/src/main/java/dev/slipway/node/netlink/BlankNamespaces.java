package dev.slipway.node.netlink;

import dev.slipway.node.host.Ahead;
import dev.slipway.node.host.CallThread;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Network namespaces made ahead: making one costs milliseconds that a launch would wait for. They
 * have no name yet, a descriptor of ours holds each, so that the end of the process is theirs.
 * Callable from many threads.
 */
public final class BlankNamespaces implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BlankNamespaces.class);

    private final Runnable equip;
    private final int home;
    private final CallThread thread = new CallThread("blank-namespaces");
    private final Ahead<Integer> ahead;

    /**
     * @param most that many are kept
     * @param equip done inside each
     */
    public BlankNamespaces(int most, Runnable equip) {
        this.equip = equip;
        home = NetworkCalls.open("/proc/self/ns/net", NetworkCalls.O_RDONLY_CLOEXEC);
        ahead =
                new Ahead<>(
                        thread,
                        most,
                        this::make,
                        NetworkCalls::close,
                        // Then launches make their own, and tell what is wrong.
                        e -> LOG.warn("network namespaces cannot be made ahead", e));
        ahead.fill();
    }

    /**
     * Gives one a name and away.
     *
     * @param file where nothing is mounted
     * @return false when none was ready; nothing happened then
     */
    public boolean name(Path file) {
        Optional<Integer> blank = ahead.poll();
        ahead.fill();
        blank.ifPresent(
                fd -> {
                    try {
                        NetworkNamespaces.bind("/proc/self/fd/" + fd, file);
                    } finally {
                        NetworkCalls.close(fd);
                    }
                });
        return blank.isPresent();
    }

    private int make() {
        NetworkCalls.unshareNetwork();
        try {
            equip.run();
            return NetworkCalls.open("/proc/thread-self/ns/net", NetworkCalls.O_RDONLY_CLOEXEC);
        } finally {
            NetworkCalls.setns(home);
        }
    }

    /** How many are ready. */
    public int ready() {
        return ahead.size();
    }

    @Override
    public void close() {
        ahead.close();
        thread.close();
        NetworkCalls.close(home);
    }
}
