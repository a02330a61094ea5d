package dev.slipway.node.agent;

import dev.slipway.node.agent.Course.Run;
import dev.slipway.nodelink.ContainerPlan.Lifecycle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Joins what the journal remembers of a task with what the machine still has of it. Pure. */
final class Adoption {
    static final String LOST =
            "ContainerRuntimeError: the container was gone when its node came back";

    private Adoption() {}

    static TaskLife adopt(Optional<TaskLife> remembered, Optional<Remains> found, Instant now) {
        TaskLife life = remembered.orElseGet(() -> unremembered(found.orElseThrow()));
        List<ContainerLife> containers = new ArrayList<>();
        for (ContainerLife c : life.containers()) {
            Optional<Remains.Container> there =
                    found.flatMap(
                            r ->
                                    r.containers().stream()
                                            .filter(x -> x.name().equals(c.name()))
                                            .findFirst());
            containers.add(adopt(c, there, now));
        }
        String interfaceId =
                life.interfaceId().isEmpty()
                        ? found.map(Remains::interfaceId).orElse("")
                        : life.interfaceId();
        boolean anyAlive = containers.stream().anyMatch(ContainerLife::alive);
        // A network under living containers is whole; of another nobody knows how far it got.
        Piece whole = anyAlive ? Piece.READY : Piece.UNSURE;
        Piece parts = life.stopped() ? Piece.ABSENT : whole;
        return new TaskLife(
                life.taskId(), interfaceId, parts, parts, containers, life.times(), life.failure());
    }

    /** The crash came before the first journal entry: the machine alone remembers. */
    private static TaskLife unremembered(Remains found) {
        List<ContainerLife> containers =
                found.containers().stream()
                        .map(
                                c ->
                                        new ContainerLife(
                                                c.name(),
                                                RuntimeIds.of(found.taskId(), c.name()),
                                                true,
                                                Lifecycle.plain(30),
                                                Parts.NONE.withLog(Piece.READY),
                                                Course.NEW,
                                                Signals.NONE,
                                                HealthLife.UNKNOWN))
                        .toList();
        return new TaskLife(
                found.taskId(),
                found.interfaceId(),
                Piece.ABSENT,
                Piece.ABSENT,
                containers,
                Times.NONE,
                Optional.empty());
    }

    private static ContainerLife adopt(
            ContainerLife c, Optional<Remains.Container> there, Instant now) {
        if (there.isEmpty()) {
            return missing(c, now);
        }
        Remains.Container r = there.get();
        if (r.startedAt().isPresent()) {
            return found(c, r, r.startedAt().get());
        }
        if (c.is(Run.ENDED)) {
            return c.body(b -> Piece.BROKEN);
        }
        // Whether its renewal was done nobody knows, but that it had ended: it is done again.
        return c.hasStarted()
                ? c.with(c.parts().whole()).with(c.course().to(Run.AGAIN))
                : c.body(b -> Piece.BROKEN).with(c.course().to(Run.NEW));
    }

    /** Removed after its end was written down, never made, or lost with the machine. */
    private static ContainerLife missing(ContainerLife c, Instant now) {
        ContainerLife bare = c.body(b -> Piece.ABSENT);
        return switch (c.course().run()) {
            case RUNNING -> bare.with(lost(c, now));
            // A machine keeps what has begun to run, so what was to be started and is not there
            // never
            // ran; between two runs there was nothing to lose. The next one begins with a container
            // made anew.
            case STARTING, AGAIN -> bare.with(c.course().to(Run.NEW));
            case NEW, ENDED -> bare;
        };
    }

    private static Course lost(ContainerLife c, Instant now) {
        return c.course().ended(OptionalInt.empty(), LOST, now, Run.ENDED);
    }

    private static ContainerLife found(ContainerLife c, Remains.Container r, Instant startedAt) {
        ContainerLife whole = c.with(c.parts().whole());
        boolean known = c.course().startedAt().filter(startedAt::equals).isPresent();
        boolean counted = known && c.is(Run.AGAIN) && r.finishedAt().isPresent();
        if (c.is(Run.ENDED) || counted) {
            return whole;
        }
        // A start that is not the one we know of came after it: it counts once.
        ContainerLife started =
                known ? whole.with(c.course().to(Run.RUNNING)) : whole.started(startedAt);
        return r.finishedAt().isPresent()
                ? started.ended(r.exitCode(), r.reason(), r.finishedAt().get())
                : started.with(certain(c.signals()));
    }

    /**
     * That a stop was to be sent is written before it is sent, and nobody tells when it was: it is
     * sent again. A program must bear it twice; one that never got it would be killed unasked.
     */
    private static Signals certain(Signals sent) {
        return sent.killAt().isPresent() ? sent : Signals.NONE;
    }
}
