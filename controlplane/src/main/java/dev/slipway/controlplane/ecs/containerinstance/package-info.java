/**
 * Container instances as a cluster that has none answers: Slipway runs Fargate tasks, whose
 * machines no API shows.
 */
@NullMarked
package dev.slipway.controlplane.ecs.containerinstance;

import org.jspecify.annotations.NullMarked;
