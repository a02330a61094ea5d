package dev.slipway.controlplane.state;

/**
 * @param revision of the transaction that wrote this value
 */
public record Entry<T extends Record>(Key key, T value, long revision) {}
