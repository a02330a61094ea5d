package dev.slipway.node.image;

import dev.slipway.node.host.Errno;
import dev.slipway.node.host.LinuxException;
import dev.slipway.node.host.RootedFolder;
import dev.slipway.node.host.Trees;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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
    private static final String OPAQUE_ATTRIBUTE = "trusted.overlay.opaque";
    private static final byte[] YES = {'y'};
    private static final byte[] ITSELF = {'.'};
    private static final RawName TOP = new RawName(new byte[0]);
    private static final int CHARACTER = 0020000;
    private static final int BLOCK = 0060000;
    private static final int FIFO = 0010000;

    private final Path trash;
    private final RootedFolder root;
    private final UnpackBudget budget;
    private final byte[] buffer = new byte[1 << 16];

    /** Folders get their times last: what is written into them changes these. */
    private final List<FolderTime> folderTimes = new ArrayList<>();

    private int discarded;

    private record FolderTime(RawName parent, RawName name, long seconds, int nanos) {}

    /** Where an entry goes: the folder is entered. */
    private record Place(RawName parent, RawName name, boolean links) {}

    /**
     * @param trash a missing folder on the same file system, for what an entry replaces; the caller
     *     removes it
     */
    private LayerWriter(RootedFolder root, Path trash, UnpackBudget budget) {
        this.root = root;
        this.trash = trash;
        this.budget = budget;
    }

    /** Unpacks into an empty folder and reads the stream to its end, trailing padding included. */
    static void write(InputStream stream, Path folder, Path trash, UnpackBudget budget)
            throws IOException, ImageException {
        try (RootedFolder root = RootedFolder.open(folder)) {
            new LayerWriter(root, trash, budget).write(stream);
        } catch (LinuxException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void write(InputStream stream) throws IOException, ImageException {
        var tar = new TarStream(stream);
        for (Optional<TarEntry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
            try {
                put(tar, entry.get());
            } catch (LinuxException e) {
                throw new IOException("write " + entry.get().name() + ": " + e.reason(), e);
            }
        }
        while (stream.read(buffer) >= 0) {
            // What follows the end of the tar counts for the digest, and for nothing else.
        }
        for (FolderTime each : folderTimes.reversed()) {
            byte[] name = each.name().bytes();
            root.enter(each.parent().bytes(), true);
            if (root.kind(name) == RootedFolder.Kind.FOLDER) {
                root.touch(name, each.seconds(), each.nanos());
            }
        }
    }

    private void put(TarStream tar, TarEntry entry) throws IOException, ImageException {
        budget.entry();
        List<byte[]> parts = parts(entry.name().bytes());
        if (parts.isEmpty()) {
            root.enter(new byte[0], false);
            dress(new Place(TOP, new RawName(ITSELF), false), entry);
            return;
        }
        Place place = place(parts, entry);
        String name = place.name().toString();
        if (name.equals(OPAQUE)) {
            root.attribute(ITSELF, OPAQUE_ATTRIBUTE, YES);
        } else if (name.startsWith(WHITEOUT)) {
            whiteout(entry, place.name().bytes());
        } else {
            make(tar, entry, place);
            if (entry.kind() != TarEntry.Kind.HARD_LINK) {
                dress(place, entry);
            }
        }
    }

    private void whiteout(TarEntry entry, byte[] name) throws ImageException {
        byte[] gone = Arrays.copyOfRange(name, WHITEOUT.length(), name.length);
        if (gone.length == 0 || Arrays.equals(gone, ITSELF) || text(gone).equals("..")) {
            throw refused(entry, "is not a name");
        }
        switch (root.kind(gone)) {
            case NOTHING -> root.makeNode(gone, CHARACTER, 0, 0);
            // A folder of this very layer is newer than what the whiteout hides below it.
            case FOLDER -> root.attribute(gone, OPAQUE_ATTRIBUTE, YES);
            default -> {}
        }
    }

    private void make(TarStream tar, TarEntry entry, Place place)
            throws IOException, ImageException {
        byte[] name = place.name().bytes();
        RootedFolder.Kind there = root.kind(name);
        if (entry.kind() == TarEntry.Kind.FOLDER) {
            makeFolder(name, there);
            return;
        }
        if (there != RootedFolder.Kind.NOTHING) {
            discard(name);
        }
        switch (entry.kind()) {
            case FILE -> contents(tar, entry, name);
            case LINK -> root.makeLink(name, entry.target().bytes());
            case HARD_LINK -> hardLink(entry, place);
            case CHARACTER -> node(entry, name, CHARACTER);
            case BLOCK -> node(entry, name, BLOCK);
            case FIFO -> node(entry, name, FIFO);
            default -> throw refused(entry, "is of a kind that layers do not have");
        }
    }

    private void makeFolder(byte[] name, RootedFolder.Kind there) throws IOException {
        if (there == RootedFolder.Kind.FOLDER) {
            return;
        }
        if (there != RootedFolder.Kind.NOTHING) {
            discard(name);
        }
        root.makeFolder(name, 0755);
        root.permit(name, 0755);
        if (there == RootedFolder.Kind.WHITEOUT) {
            // Deleted and made again in one layer: new, and hiding the old one.
            root.attribute(name, OPAQUE_ATTRIBUTE, YES);
        }
    }

    private void discard(byte[] name) throws IOException {
        Files.createDirectories(trash);
        discarded++;
        Path place = trash.resolve(Integer.toString(discarded));
        root.moveTo(name, place);
        Trees.delete(place);
    }

    private void node(TarEntry entry, byte[] name, int kind) throws ImageException {
        if (kind == CHARACTER && entry.major() == 0 && entry.minor() == 0) {
            throw refused(entry, "is a whiteout in disguise");
        }
        root.makeNode(name, kind | 0600, entry.major(), entry.minor());
    }

    private void hardLink(TarEntry entry, Place place) throws ImageException {
        List<byte[]> parts = parts(entry.target().bytes());
        if (parts.isEmpty()) {
            throw refused(entry, "is a hard link to nothing");
        }
        byte[] folder = joined(parts.subList(0, parts.size() - 1));
        boolean links = linksInside(parts.subList(0, parts.size() - 1), entry);
        root.enter(place.parent().bytes(), place.links());
        try {
            root.makeHardLink(place.name().bytes(), folder, parts.getLast(), links);
        } catch (LinuxException e) {
            if (e.errno() != Errno.ENOSPC) {
                throw refused(
                        entry,
                        "is a hard link to " + entry.target() + ", which is not in the layer");
            }
            throw e;
        }
    }

    private void contents(TarStream tar, TarEntry entry, byte[] name)
            throws IOException, ImageException {
        budget.length(entry.length());
        int file = root.makeFile(name);
        try {
            List<TarEntry.Piece> pieces =
                    entry.pieces().isEmpty()
                            ? List.of(new TarEntry.Piece(0, entry.size()))
                            : entry.pieces();
            for (TarEntry.Piece piece : pieces) {
                long at = piece.at();
                long end = piece.at() + piece.length();
                while (at < end) {
                    int n = tar.read(buffer, 0, (int) Math.min(buffer.length, end - at));
                    if (n < 0) {
                        break;
                    }
                    budget.bytes(n);
                    root.write(file, buffer, 0, n, at);
                    at += n;
                }
            }
            if (entry.length() != entry.size()) {
                root.length(file, entry.length());
            }
        } finally {
            root.close(file);
        }
    }

    private void dress(Place place, TarEntry entry) {
        byte[] name = place.name().bytes();
        boolean link = entry.kind() == TarEntry.Kind.LINK;
        // The owner first: a change of owner takes the set-id bits and the capabilities away.
        root.own(name, entry.uid(), entry.gid());
        if (!link) {
            root.permit(name, entry.mode());
        }
        entry.attributes()
                .forEach(
                        (attribute, value) -> {
                            if (attribute.equals("security.capability")
                                    || (attribute.startsWith("user.") && !link)) {
                                root.attribute(name, attribute, value);
                            }
                        });
        if (entry.kind() == TarEntry.Kind.FOLDER) {
            folderTimes.add(
                    new FolderTime(place.parent(), place.name(), entry.seconds(), entry.nanos()));
        } else {
            root.touch(name, entry.seconds(), entry.nanos());
        }
    }

    /** A name's parts; a leading slash is as good as none, leading out is refused. */
    private static List<byte[]> parts(byte[] name) throws ImageException {
        List<byte[]> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= name.length; i++) {
            if (i < name.length && name[i] == 0) {
                throw new ImageException("layer entry " + text(name) + " is not a name");
            }
            if (i == name.length || name[i] == '/') {
                byte[] part = Arrays.copyOfRange(name, from, i);
                from = i + 1;
                if (part.length == 2 && part[0] == '.' && part[1] == '.') {
                    throw new ImageException(
                            "layer entry " + text(name) + " leads out of the layer");
                }
                if (part.length > 0 && !Arrays.equals(part, ITSELF)) {
                    parts.add(part);
                }
            }
        }
        return parts;
    }

    private static byte[] joined(List<byte[]> parts) {
        var path = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            if (path.size() > 0) {
                path.write('/');
            }
            path.writeBytes(part);
        }
        return path.toByteArray();
    }

    /** Enters the folder that an entry goes into; made when the archive left it out. */
    private Place place(List<byte[]> parts, TarEntry entry) throws IOException, ImageException {
        List<byte[]> folders = parts.subList(0, parts.size() - 1);
        byte[] parent = joined(folders);
        boolean links = false;
        try {
            root.enter(parent, false);
        } catch (LinuxException e) {
            if (e.errno() == Errno.EXDEV) {
                links = linksInside(folders, entry);
            }
            enterMaking(folders, entry, links);
        }
        return new Place(new RawName(parent), new RawName(parts.getLast()), links);
    }

    private void enterMaking(List<byte[]> folders, TarEntry entry, boolean links)
            throws IOException, ImageException {
        for (int i = 0; i <= folders.size(); i++) {
            byte[] path = joined(folders.subList(0, i));
            try {
                root.enter(path, links);
            } catch (LinuxException e) {
                if (i == 0 || (e.errno() != Errno.ENOENT && e.errno() != Errno.ENOTDIR)) {
                    throw unreachable(entry, e);
                }
                root.enter(joined(folders.subList(0, i - 1)), links);
                RootedFolder.Kind there = root.kind(folders.get(i - 1));
                if (there != RootedFolder.Kind.NOTHING && there != RootedFolder.Kind.WHITEOUT) {
                    throw refused(entry, "is below something that is not a folder");
                }
                makeFolder(folders.get(i - 1), there);
                root.enter(path, links);
            }
        }
    }

    private static ImageException unreachable(TarEntry entry, LinuxException why) {
        return switch (why.errno()) {
            case Errno.EXDEV, Errno.ELOOP ->
                    refused(entry, "leads out of the layer through a link");
            default -> refused(entry, "cannot be placed: " + why.reason());
        };
    }

    /**
     * Whether the way to a folder goes through links that are absolute, which mean the layer's own
     * root. One that climbs out of the layer is refused.
     */
    private boolean linksInside(List<byte[]> folders, TarEntry entry) throws ImageException {
        boolean absolute = false;
        for (int i = 0; i < folders.size(); i++) {
            try {
                root.enter(joined(folders.subList(0, i)), true);
            } catch (LinuxException _) {
                return absolute;
            }
            if (root.kind(folders.get(i)) != RootedFolder.Kind.LINK) {
                continue;
            }
            String target = text(root.link(folders.get(i)));
            absolute |= target.startsWith("/");
            int depth = target.startsWith("/") ? 0 : i;
            for (String part : target.split("/")) {
                depth += part.equals("..") ? -1 : part.isEmpty() || part.equals(".") ? 0 : 1;
                if (depth < 0) {
                    throw refused(
                            entry,
                            "leads out of the layer through the link "
                                    + text(joined(folders.subList(0, i + 1))));
                }
            }
        }
        return absolute;
    }

    private static String text(byte[] name) {
        return new String(name, StandardCharsets.UTF_8);
    }

    private static ImageException refused(TarEntry entry, String why) {
        return new ImageException("layer entry " + entry.name() + " " + why);
    }
}
