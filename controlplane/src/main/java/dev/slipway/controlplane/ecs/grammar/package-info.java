/**
 * What every noun of ECS shares, and nothing else: how its resources are named, the error codes
 * that each operation declares, tags and pages as ECS has them on the wire. No state, no noun.
 */
@NullMarked
package dev.slipway.controlplane.ecs.grammar;

import org.jspecify.annotations.NullMarked;
