/**
 * What containers use. A {@link dev.slipway.node.stats.ContainerStats} is one look; looking
 * regularly and metrics are not here yet.
 */
@NullMarked
package dev.slipway.node.stats;

import org.jspecify.annotations.NullMarked;
