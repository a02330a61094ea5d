package dev.slipway.node.image;

import dev.slipway.node.host.FileNodes;
import dev.slipway.node.host.LinuxException;
import dev.slipway.node.host.RootedPath;
import dev.slipway.node.host.Trees;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Unpacks one layer's tar stream into a folder in overlayfs's own form: a deleted file is a
 * character device 0:0, a folder that hides the ones below has an attribute.
 *
 * <p>The stream is taken for hostile: no entry is written outside the folder, through whatever
 * names and links, and no attribute is set that would make overlayfs look elsewhere.
 */
final class LayerWriter {
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";
    private static final String ATTRIBUTE = "SCHILY.xattr.";
    private static final int CHARACTER = 0020000;
    private static final int BLOCK = 0060000;
    private static final int FIFO = 0010000;

    private final Path root;
    private final long mostBytes;
    private final Set<Path> written = new HashSet<>();

    /** Folders get their times last: what is written into them changes these. */
    private final Map<Path, Instant> folderTimes = new LinkedHashMap<>();

    private long bytes;

    /**
     * @param mostBytes of contents; more is refused
     */
    LayerWriter(Path root, long mostBytes) {
        this.root = root;
        this.mostBytes = mostBytes;
    }

    /** Reads the stream to its end, trailing padding included. */
    void write(InputStream stream) throws IOException, ImageException {
        var in = new BufferedInputStream(stream, 1 << 16);
        var tar = new TarArchiveInputStream(in, StandardCharsets.UTF_8.name());
        for (TarArchiveEntry entry = tar.getNextEntry();
                entry != null;
                entry = tar.getNextEntry()) {
            try {
                put(tar, entry);
            } catch (LinuxException e) {
                throw new IOException(entry.getName() + ": " + e.getMessage(), e);
            }
        }
        in.skip(Long.MAX_VALUE);
        while (in.read() >= 0) {
            in.skip(Long.MAX_VALUE);
        }
        for (Map.Entry<Path, Instant> each : folderTimes.entrySet()) {
            if (Files.isDirectory(each.getKey(), LinkOption.NOFOLLOW_LINKS)) {
                Instant time = each.getValue();
                FileNodes.touch(each.getKey(), time.getEpochSecond(), time.getNano());
            }
        }
    }

    private void put(InputStream tar, TarArchiveEntry entry) throws IOException, ImageException {
        List<String> parts = parts(entry.getName());
        if (parts.isEmpty()) {
            dress(root, entry);
            return;
        }
        Path folder = parent(parts, entry.getName());
        String name = parts.getLast();
        if (name.equals(OPAQUE)) {
            FileNodes.attribute(
                    folder, "trusted.overlay.opaque", "y".getBytes(StandardCharsets.US_ASCII));
            return;
        }
        if (name.startsWith(WHITEOUT)) {
            Path gone = folder.resolve(name.substring(WHITEOUT.length()));
            if (name.length() == WHITEOUT.length() || !gone.normalize().startsWith(root)) {
                throw refused(entry.getName(), "is not a name");
            }
            // A file of this very layer is newer than what its whiteout hides.
            if (!written.contains(gone)) {
                Trees.delete(gone);
                FileNodes.makeNode(gone, CHARACTER, 0, 0);
            }
            return;
        }
        Path path = folder.resolve(name);
        make(tar, entry, path);
        written.add(path);
        if (!entry.isLink()) {
            dress(path, entry);
        }
    }

    private void make(InputStream tar, TarArchiveEntry entry, Path path)
            throws IOException, ImageException {
        boolean folder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        if (entry.isDirectory() && folder) {
            return;
        }
        Trees.delete(path);
        if (entry.isDirectory()) {
            Files.createDirectory(path);
        } else if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            hardLink(entry, path);
        } else if (entry.isCharacterDevice()) {
            node(entry, path, CHARACTER);
        } else if (entry.isBlockDevice()) {
            node(entry, path, BLOCK);
        } else if (entry.isFIFO()) {
            node(entry, path, FIFO);
        } else if (entry.isFile()) {
            contents(tar, path);
        } else {
            throw refused(entry.getName(), "is of a kind that layers do not have");
        }
    }

    private void node(TarArchiveEntry entry, Path path, int kind) throws ImageException {
        int major = entry.getDevMajor();
        int minor = entry.getDevMinor();
        if (kind == CHARACTER && major == 0 && minor == 0) {
            throw refused(entry.getName(), "is a whiteout in disguise");
        }
        FileNodes.makeNode(path, kind | 0600, major, minor);
    }

    private void hardLink(TarArchiveEntry entry, Path path) throws IOException, ImageException {
        List<String> parts = parts(entry.getLinkName());
        if (parts.isEmpty()) {
            throw refused(entry.getName(), "is a hard link to nothing");
        }
        Path target = parent(parts, entry.getName()).resolve(parts.getLast());
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)
                || Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw refused(
                    entry.getName(),
                    "is a hard link to " + entry.getLinkName() + ", which is not in the layer");
        }
        Files.createLink(path, target);
    }

    private void contents(InputStream tar, Path path) throws IOException, ImageException {
        byte[] buffer = new byte[1 << 16];
        try (OutputStream out =
                Files.newOutputStream(
                        path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int n = tar.read(buffer); n >= 0; n = tar.read(buffer)) {
                bytes += n;
                if (bytes > mostBytes) {
                    throw new ImageException("a layer holds more than " + mostBytes + " bytes");
                }
                out.write(buffer, 0, n);
            }
        }
    }

    private void dress(Path path, TarArchiveEntry entry) {
        // The owner first: a change of owner takes the set-id bits away.
        FileNodes.own(path, entry.getLongUserId(), entry.getLongGroupId());
        if (!entry.isSymbolicLink()) {
            FileNodes.permit(path, entry.getMode());
        }
        entry.getExtraPaxHeaders()
                .forEach(
                        (name, value) -> {
                            String attribute =
                                    name.startsWith(ATTRIBUTE)
                                            ? name.substring(ATTRIBUTE.length())
                                            : "";
                            if (attribute.equals("security.capability")
                                    || (attribute.startsWith("user.") && !entry.isSymbolicLink())) {
                                FileNodes.attribute(
                                        path, attribute, value.getBytes(StandardCharsets.UTF_8));
                            }
                        });
        Instant time = entry.getLastModifiedTime().toInstant();
        if (entry.isDirectory()) {
            folderTimes.put(path, time);
        } else {
            FileNodes.touch(path, time.getEpochSecond(), time.getNano());
        }
    }

    /** A name's parts; a leading slash is as good as none, leading out is refused. */
    private static List<String> parts(String name) throws ImageException {
        List<String> parts = new ArrayList<>();
        for (String part : name.split("/")) {
            if (part.equals("..")) {
                throw refused(name, "leads out of the layer");
            }
            if (part.indexOf('\0') >= 0) {
                throw refused(name, "is not a name");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return parts;
    }

    /** The folder that an entry goes into; made when the archive left it out. */
    private Path parent(List<String> parts, String name) throws IOException, ImageException {
        Path at = root;
        for (String part : parts.subList(0, parts.size() - 1)) {
            Path next = at.resolve(part);
            if (Files.isSymbolicLink(next)) {
                next = inside(next, name);
            }
            if (!Files.isDirectory(next, LinkOption.NOFOLLOW_LINKS)) {
                if (RootedPath.exists(next)) {
                    throw refused(name, "is below something that is not a folder");
                }
                Files.createDirectory(next);
                FileNodes.permit(next, 0755);
            }
            at = next;
        }
        return at;
    }

    /** Follows a link of this layer as long as it stays inside; taken as seen from the root. */
    private Path inside(Path link, String name) throws IOException, ImageException {
        Path target = Files.readSymbolicLink(link);
        Path folder = link.getParent();
        Path plain =
                (target.isAbsolute()
                                ? root.resolve(target.toString().substring(1))
                                : (folder == null ? root : folder).resolve(target))
                        .normalize();
        if (!plain.startsWith(root)) {
            throw refused(name, "leads out of the layer through the link " + root.relativize(link));
        }
        return RootedPath.resolve(root, root.relativize(plain).toString(), true);
    }

    private static ImageException refused(String entry, String why) {
        return new ImageException("layer entry " + entry + " " + why);
    }
}
