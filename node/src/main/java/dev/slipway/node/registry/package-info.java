/**
 * A registry of our own on loopback: what {@code docker push}, {@code podman push} and {@code
 * skopeo copy} put there, tasks can run, and every client can pull back. It speaks OCI's
 * distribution protocol.
 *
 * <p>Blobs are files named by their digest, of all repositories together; a manifest is in its
 * repository; a tag is a file with a digest in it. A file gets its name when it is whole and on the
 * disk, and a manifest is acknowledged when all that it needs is. Uploads that were not finished
 * are removed when the registry opens, and after an hour of silence.
 *
 * <p>Nobody is asked who they are: loopback is the machine's own. Browsers are refused.
 *
 * <p>Not here: unpacking (room {@code image} pulls from here as from any registry).
 */
@NullMarked
package dev.slipway.node.registry;

import org.jspecify.annotations.NullMarked;
