package dev.slipway.node.volume;

import dev.slipway.node.host.FileNodes;
import dev.slipway.node.host.RootedPath;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Gives a volume that is still empty what the image has at the place where it is mounted: owner,
 * mode and contents, as Docker does.
 */
public final class VolumeSeed {
    private static final String ATTRIBUTES = "unix:uid,gid,mode";

    private VolumeSeed() {}

    /**
     * May be called again after it was interrupted. Two calls for one volume must not overlap.
     *
     * @param root of the image
     * @param place in it; nothing happens when there is no folder
     * @param marker file beside the volume, there while it is being filled
     */
    public static void fill(Path root, Path place, Path volume, Path marker) throws IOException {
        if (!isEmpty(volume) && !Files.exists(marker)) {
            return;
        }
        Path source = RootedPath.resolve(root, place.toString(), true);
        if (!Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.deleteIfExists(marker);
        Files.createFile(marker);
        Files.walkFileTree(source, new Copy(source, volume));
        like(source, volume);
        Files.delete(marker);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    private static void like(Path source, Path target) throws IOException {
        Map<String, Object> is = Files.readAttributes(source, ATTRIBUTES);
        FileNodes.own(target, number(is, "uid"), number(is, "gid"));
        FileNodes.permit(target, number(is, "mode") & 07777);
    }

    private static int number(Map<String, Object> attributes, String name) throws IOException {
        if (attributes.get(name) instanceof Integer value) {
            return value;
        }
        throw new IOException("no attribute " + name);
    }

    private static final class Copy extends SimpleFileVisitor<Path> {
        private final Path source;
        private final Path target;

        Copy(Path source, Path target) {
            this.source = source;
            this.target = target;
        }

        private void copy(Path from) throws IOException {
            Path to = target.resolve(source.relativize(from).toString());
            if (!RootedPath.exists(to)) {
                // With its owner, mode, times and extended attributes, and without following links.
                Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            }
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                throws IOException {
            if (!folder.equals(source)) {
                copy(folder);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            copy(file);
            return FileVisitResult.CONTINUE;
        }
    }
}
