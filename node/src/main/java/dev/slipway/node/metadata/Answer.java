package dev.slipway.node.metadata;

/** A status and a JSON text. */
record Answer(int status, String json) {}
