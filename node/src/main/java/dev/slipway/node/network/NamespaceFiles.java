package dev.slipway.node.network;

import dev.slipway.node.netlink.NetworkNamespaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files that stand for namespaces, named by the id of what they are.
 *
 * @param directory may be missing
 */
record NamespaceFiles(Path directory) {
    static final String VPC = "vpc-";
    static final String INTERFACE = "eni-";

    Path of(String id) {
        if (id.isEmpty() || id.indexOf('/') >= 0 || id.startsWith(".")) {
            throw new IllegalArgumentException("No id: " + id);
        }
        return directory.resolve(id);
    }

    boolean exists(String id) {
        return NetworkNamespaces.mounted(of(id));
    }

    /** Sorted. */
    List<String> all() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.flatMap(file -> Optional.ofNullable(file.getFileName()).stream())
                    .map(Path::toString)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> ids(String prefix) {
        return all().stream().filter(id -> id.startsWith(prefix)).toList();
    }
}
