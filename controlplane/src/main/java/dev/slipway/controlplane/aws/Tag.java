package dev.slipway.controlplane.aws;

/**
 * @param key as given; empty when a request left it out
 * @param value may be empty
 */
public record Tag(String key, String value) {}
