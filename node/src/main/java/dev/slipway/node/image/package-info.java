/**
 * Container images on this machine: brought in from archives and layout folders, pulled from
 * registries, unpacked into shared layers.
 *
 * <p>An image is a name in normal form ({@code docker.io/library/nginx:latest}), the digest of its
 * manifest, its configuration and its layers, lowest first. A layer is a folder in overlayfs's own
 * form under a short id made from the digest of its contents; it is written beside its place and
 * renamed into it, so a layer that has its name is whole. An image is in the index only when all of
 * its layers are. What a crash left half-made is removed when the store is opened.
 *
 * <p>Every byte that came from outside is checked against its digest before its image is named, and
 * no entry of a layer can reach outside the layer's folder.
 *
 * <p>Not here: mounting (room {@code container}), a registry of our own, credentials for
 * registries.
 */
@NullMarked
package dev.slipway.node.image;

import org.jspecify.annotations.NullMarked;
