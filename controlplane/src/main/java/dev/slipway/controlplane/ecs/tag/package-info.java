/**
 * Tags of everything in ECS that can have them. The tags live in the tagged nouns' own records; a
 * noun joins in by handing over a {@link dev.slipway.controlplane.ecs.tag.Taggable}.
 *
 * <p>At most 50 tags on a resource, keys of AWS's own ({@code aws:...}) not counted and not to be
 * changed.
 */
@NullMarked
package dev.slipway.controlplane.ecs.tag;

import org.jspecify.annotations.NullMarked;
