package dev.slipway.node.container;

import dev.slipway.node.host.RootedPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Who a container's program runs as: the forms that Docker knows, looked up in the image. */
final class Users {
    private static final long LARGEST = 1 << 20; // no passwd file of an honest image is longer
    private static final long MAX_ID = 0x7fffffffL;

    /**
     * @param groups the further ones
     * @param home empty when the image does not say
     */
    record User(long uid, long gid, List<Long> groups, String home) {}

    private Users() {}

    /**
     * @param text user, user:group, uid, uid:gid, user:gid, uid:group; empty is root
     * @throws LaunchException when a name is not in the image
     */
    static User resolve(Path root, String text) throws LaunchException {
        String[] halves = text.split(":", 2);
        String user = halves[0].isEmpty() ? "0" : halves[0];
        List<String[]> passwd = rows(root, "/etc/passwd", 7);
        Optional<String[]> byName = row(passwd, 0, user);
        Optional<Long> number = number(user);
        Optional<String[]> found =
                byName.isPresent() || number.isEmpty() ? byName : row(passwd, 2, user);
        if (found.isEmpty() && number.isEmpty()) {
            throw new LaunchException(
                    "CannotStartContainerError",
                    "unable to find user " + user + ": no matching entries in passwd file");
        }
        long uid = found.flatMap(row -> number(row[2])).or(() -> number).orElse(0L);
        List<String[]> groups = rows(root, "/etc/group", 4);
        if (halves.length == 2 && !halves[1].isEmpty()) {
            long gid = group(groups, halves[1]);
            return new User(uid, gid, List.of(gid), home(found));
        }
        long gid = found.flatMap(row -> number(row[3])).orElse(0L);
        // Docker names the first group among the further ones, too.
        var further = new TreeSet<Long>(List.of(gid));
        if (found.isPresent()) {
            String name = found.get()[0];
            for (String[] row : groups) {
                if (List.of(row[3].split(",")).contains(name)) {
                    number(row[2]).ifPresent(further::add);
                }
            }
        }
        return new User(uid, gid, List.copyOf(further), home(found));
    }

    private static String home(Optional<String[]> row) {
        return row.map(fields -> fields[5]).orElse("");
    }

    private static long group(List<String[]> groups, String text) throws LaunchException {
        Optional<Long> named = row(groups, 0, text).flatMap(row -> number(row[2]));
        return named.or(() -> number(text))
                .orElseThrow(
                        () ->
                                new LaunchException(
                                        "CannotStartContainerError",
                                        "unable to find group "
                                                + text
                                                + ": no matching entries in group file"));
    }

    private static Optional<Long> number(String text) {
        if (text.isEmpty() || text.length() > 10 || !text.chars().allMatch(Character::isDigit)) {
            return Optional.empty();
        }
        long value = Long.parseLong(text);
        return value > MAX_ID ? Optional.empty() : Optional.of(value);
    }

    private static Optional<String[]> row(List<String[]> rows, int column, String value) {
        return rows.stream().filter(row -> row[column].equals(value)).findFirst();
    }

    private static List<String[]> rows(Path root, String file, int columns) {
        try {
            Path path = RootedPath.resolve(root, file, true);
            if (!Files.isRegularFile(path) || Files.size(path) > LARGEST) {
                return List.of();
            }
            return Files.readString(path, StandardCharsets.ISO_8859_1)
                    .lines()
                    .map(line -> line.split(":", -1))
                    .filter(row -> row.length >= columns)
                    .toList();
        } catch (IOException _) {
            return List.of();
        }
    }
}
