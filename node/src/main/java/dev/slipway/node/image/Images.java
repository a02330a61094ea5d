package dev.slipway.node.image;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The images of this machine. All methods may be called from many threads at once. */
public final class Images implements AutoCloseable {

    private Images() {}

    /**
     * Opens the store in a folder of its own, which is made when it is not there, and removes what
     * a crash left half-made. One process at a time.
     *
     * @param http for pulls; must not follow redirects by itself to plain http
     */
    public static Images open(Path folder, HttpClient http, InstantSource clock)
            throws IOException {
        return Pending.pending();
    }

    /** Where the folders of the layers are: {@link Image#layers()} are names in it. */
    public Path layersFolder() {
        return Pending.pending();
    }

    /**
     * Brings in every image of a docker-archive, an oci-archive or an OCI layout folder.
     *
     * @param name what to call it when the source says no name, or one image is to be called
     *     otherwise; empty: as the source says
     */
    public List<Image> importFrom(Path archiveOrFolder, String name) throws ImageException {
        return Pending.pending();
    }

    /** As {@link #importFrom(Path, String)}, from a stream that is read to its end. */
    public List<Image> importFrom(InputStream archive, String name) throws ImageException {
        return Pending.pending();
    }

    /** The image that any spelling of a name means, or that a manifest digest means. */
    public Optional<Image> find(String name) {
        return Pending.pending();
    }

    /**
     * The image of that name: the one that is here, else pulled from its registry. Callers that
     * want the same image at the same time share one pull.
     */
    public Image ensure(String name) throws ImageException {
        return Pending.pending();
    }

    /** Asks the registry even when an image of that name is here. */
    public Image pull(String name) throws ImageException {
        return Pending.pending();
    }

    /** All images, by name. */
    public List<Image> list() {
        return Pending.pending();
    }

    /**
     * Forgets a name, and removes layers that no image and no container needs any more.
     *
     * @param layersInUse ids of layers that containers have mounted
     * @return false when there is no such image
     */
    public boolean remove(String name, Set<String> layersInUse) throws IOException {
        return Pending.pending();
    }

    @Override
    public void close() {}
}
