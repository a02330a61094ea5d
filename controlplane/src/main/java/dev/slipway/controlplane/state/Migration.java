package dev.slipway.controlplane.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;

/**
 * Brings a kind's stored JSON one version on, when it is read.
 *
 * @param kind the kind's name
 * @param from the version that it reads; it gives the next one
 * @param step may change and return what it is given
 */
public record Migration(String kind, int from, UnaryOperator<ObjectNode> step) {}
