package dev.slipway.node.image;

import java.time.Instant;
import java.util.List;

/**
 * An image that is whole on this machine.
 *
 * @param name in normal form: {@code registry/repository:tag} or {@code registry/repository@digest}
 * @param named digest of what the name meant when the image came: of the index where the name means
 *     one; empty when nobody said
 * @param digest {@code sha256:...} of the manifest
 * @param layers ids of the layers, lowest first; folders of these names under {@link
 *     Images#layersFolder()}
 * @param sizeBytes of the layers as they came, packed
 * @param storedAt when this name came to mean this image here
 */
public record Image(
        String name,
        String named,
        String digest,
        List<String> layers,
        ImageConfig config,
        Origin origin,
        long sizeBytes,
        Instant storedAt) {
    public Image {
        layers = List.copyOf(layers);
    }

    /** Where an image came from. */
    public enum Origin {
        /** From an archive or a layout folder: no registry is ever asked about it. */
        IMPORTED,
        /** From a registry, which may be our own. */
        PULLED
    }
}
