/**
 * A cluster: a name under which tasks and services run, with its settings, its capacity providers
 * and its tags.
 *
 * <p>A cluster is {@code ACTIVE} until it is deleted, which asks that nothing runs in it; then it
 * is {@code INACTIVE}: still described for a while, no longer listed, refused for use. Creating it
 * again makes it a fresh ACTIVE one. The account's {@code default} cluster springs into life on
 * first use.
 *
 * <p>Names are unique in an account and region and keep their case.
 *
 * <p>Not here: what runs in it. Those rooms count for us through {@link
 * dev.slipway.controlplane.ecs.cluster.ClusterContents.Count}.
 */
@NullMarked
package dev.slipway.controlplane.ecs.cluster;

import org.jspecify.annotations.NullMarked;
