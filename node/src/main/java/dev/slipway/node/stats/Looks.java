package dev.slipway.node.stats;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What containers used when they were looked at before, so that a look tells what has changed
 * since. Nobody looks in between: whoever wants to know sets the pace. May be used by many threads
 * at once.
 */
public final class Looks {
    /** Closer looks are compared with the same earlier one. */
    private static final Duration APART = Duration.ofSeconds(1);

    /** More than a machine has containers; who asks again begins anew. */
    private static final int MOST = 4096;

    private final Map<String, ContainerStats> earlier =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, ContainerStats> eldest) {
                    return size() > MOST;
                }
            };

    /**
     * @param before empty at the first look, and at the first one after a start
     */
    public record Pair(Optional<ContainerStats> before, ContainerStats now) {}

    /**
     * Takes a look in.
     *
     * @param id of the container
     */
    public synchronized Pair look(String id, ContainerStats now) {
        Optional<ContainerStats> last =
                Optional.ofNullable(earlier.get(id))
                        .filter(l -> l.cpu().totalNanos() <= now.cpu().totalNanos());
        boolean near = last.filter(l -> now.readAt().isBefore(l.readAt().plus(APART))).isPresent();
        if (!near) {
            earlier.put(id, now);
        }
        return new Pair(last, now);
    }
}
