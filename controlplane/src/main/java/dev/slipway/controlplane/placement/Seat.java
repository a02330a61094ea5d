package dev.slipway.controlplane.placement;

/** The answer for one task. */
public sealed interface Seat {

    record Taken(String machineId, String subnetId, String zone) implements Seat {}

    /** No machine has room for it now. */
    record None(Shortage shortage) implements Seat {}

    /** What there is too little of, as ECS names it after {@code RESOURCE:}. */
    enum Shortage {
        CPU,
        MEMORY,
        /** No chosen subnet has a free address. */
        ENI,
        /** No machine answers. */
        FARGATE
    }
}
