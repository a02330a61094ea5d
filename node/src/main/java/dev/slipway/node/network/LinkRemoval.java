package dev.slipway.node.network;

import dev.slipway.node.host.LinuxException;
import dev.slipway.node.netlink.RouteBatch;
import dev.slipway.node.netlink.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Removing links together: deleting one takes the kernel as long as deleting a hundred (it waits
 * for all processors once), so whoever comes while a removal runs shares the next.
 */
final class LinkRemoval {
    private static final int DOOMED = 0x51_1b;

    private final Routes routes;
    private final ReentrantLock turn = new ReentrantLock();
    private final Object queue = new Object();
    private List<Integer> waiting = new ArrayList<>();

    LinkRemoval(Routes routes) {
        this.routes = routes;
    }

    /** Returns when the link is gone. */
    void remove(int index) {
        synchronized (queue) {
            waiting.add(index);
        }
        turn.lock();
        try {
            List<Integer> mine;
            synchronized (queue) {
                mine = waiting;
                waiting = new ArrayList<>();
            }
            if (mine.isEmpty()) {
                return; // whoever had the turn before took ours along
            }
            RouteBatch batch = new RouteBatch();
            mine.forEach(link -> batch.group(link, DOOMED));
            try {
                routes.apply(batch.deleteGroup(DOOMED));
            } catch (LinuxException e) {
                if (!e.isMissing()) { // gone with its namespace is gone too
                    throw e;
                }
            }
        } finally {
            turn.unlock();
        }
    }
}
