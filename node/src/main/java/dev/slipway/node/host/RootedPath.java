package dev.slipway.node.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Paths as a process sees them whose root is a folder: symbolic links are followed inside that root
 * and never lead out of it. Only sound while nobody else writes there.
 */
public final class RootedPath {
    private static final int MAX_LINKS = 40;

    private RootedPath() {}

    /**
     * Where a path inside the root really is. Parts that do not exist are taken as they are
     * written.
     *
     * @param followLast whether the last part is followed when it is a link
     * @throws IOException when links go round in circles
     */
    public static Path resolve(Path root, String path, boolean followLast) throws IOException {
        Deque<String> rest = new ArrayDeque<>(List.of(path.split("/")));
        Path at = root;
        int links = 0;
        while (!rest.isEmpty()) {
            String part = rest.pop();
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (part.equals("..")) {
                at = at.equals(root) ? root : parent(at);
                continue;
            }
            Path next = at.resolve(part);
            if (Files.isSymbolicLink(next) && (followLast || !rest.isEmpty())) {
                if (++links > MAX_LINKS) {
                    throw new IOException("too many symbolic links in " + path);
                }
                String target = Files.readSymbolicLink(next).toString();
                if (target.startsWith("/")) {
                    at = root;
                }
                String[] parts = target.split("/");
                for (int i = parts.length - 1; i >= 0; i--) {
                    rest.push(parts[i]);
                }
                continue;
            }
            at = next;
        }
        return at;
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    /** Whether something is there, a dangling link included. */
    public static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
}
