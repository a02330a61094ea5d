package dev.slipway.node.simulated;

import dev.slipway.node.agent.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Time that passes only when told to, on the caller's thread. Turns due at the same moment run in
 * the order in which they were given. Not safe for use by several threads.
 */
public final class VirtualTimeline implements Timeline {
    private record Due(Instant at, long number, Runnable turn) {}

    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::number));
    private Instant now;
    private long given;

    public VirtualTimeline(Instant start) {
        this.now = start;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public void soon(Runnable turn) {
        due.add(new Due(now, given++, turn));
    }

    @Override
    public void after(Duration delay, Runnable turn) {
        due.add(new Due(delay.isNegative() ? now : now.plus(delay), given++, turn));
    }

    @Override
    public void aside(Runnable work) {
        soon(work);
    }

    /** When the next turn is due. */
    public Optional<Instant> nextAt() {
        return Optional.ofNullable(due.peek()).map(Due::at);
    }

    /** Lets time pass up to the next turn and takes it; false when there is none. */
    public boolean step() {
        Due next = due.poll();
        if (next == null) {
            return false;
        }
        now = next.at().isAfter(now) ? next.at() : now;
        next.turn().run();
        return true;
    }

    /** Takes every turn due up to then, those that they give included. */
    public void advance(Duration time) {
        Instant end = now.plus(time);
        while (nextAt().map(at -> !at.isAfter(end)).orElse(false)) {
            step();
        }
        now = end;
    }
}
