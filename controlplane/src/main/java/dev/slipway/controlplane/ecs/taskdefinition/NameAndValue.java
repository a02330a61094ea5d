package dev.slipway.controlplane.ecs.taskdefinition;

/** A pair, such as an environment variable or a secret and where it comes from. */
public record NameAndValue(String name, String value) {}
