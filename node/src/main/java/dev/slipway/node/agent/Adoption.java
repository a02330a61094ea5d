package dev.slipway.node.agent;

import dev.slipway.node.agent.ContainerLife.Run;
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
                                                30,
                                                Piece.ABSENT,
                                                Piece.READY,
                                                Piece.ABSENT,
                                                Run.NEW,
                                                "",
                                                Optional.empty(),
                                                Optional.empty(),
                                                OptionalInt.empty(),
                                                "",
                                                Optional.empty(),
                                                Optional.empty()))
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
            // Removed after its end was written down, never made, or lost with the machine.
            return c.alive()
                    ? c.ended(OptionalInt.empty(), LOST, now).withBody(Piece.ABSENT)
                    : c.withBody(Piece.ABSENT);
        }
        Remains.Container r = there.get();
        if (r.startedAt().isEmpty()) {
            return c.withRun(c.run() == Run.ENDED ? Run.ENDED : Run.NEW).withBody(Piece.BROKEN);
        }
        ContainerLife started =
                c.withImage(Piece.READY)
                        .withLog(Piece.READY)
                        .withBody(Piece.READY)
                        .started(r.startedAt().get());
        if (r.finishedAt().isPresent() && started.run() != Run.ENDED) {
            return started.ended(r.exitCode(), r.reason(), r.finishedAt().get());
        }
        return started;
    }
}
