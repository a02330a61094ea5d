/**
 * What containers use. A {@link dev.slipway.node.stats.ContainerStats} is one look, which {@link
 * dev.slipway.node.stats.Meter} takes when someone asks: through a process, whose cgroups and
 * network the kernel tells. {@link dev.slipway.node.stats.Looks} remembers the last ones, for those
 * who want to know what changed. Looking regularly and metrics are not here yet.
 */
@NullMarked
package dev.slipway.node.stats;

import org.jspecify.annotations.NullMarked;
