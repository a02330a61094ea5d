package dev.slipway.controlplane.ecs.taskdefinition;

/**
 * What outlives a family's revisions.
 *
 * @param lastRevision the newest number ever given out
 */
public record Family(String name, int lastRevision) {}
