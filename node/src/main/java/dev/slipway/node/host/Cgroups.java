package dev.slipway.node.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The machine's control groups: version 1 with one tree per controller, or version 2 with one for
 * all. A group is named by its path from the root of each tree, such as {@code /a/b}.
 */
public final class Cgroups {
    /** By controller; version 2 has the one entry {@code ""}. */
    private final SequencedMap<String, Path> trees;

    private final boolean unifiedOnly;
    private final Optional<Path> strayUnified;

    private Cgroups(
            SequencedMap<String, Path> trees, boolean unifiedOnly, Optional<Path> strayUnified) {
        this.trees = trees;
        this.unifiedOnly = unifiedOnly;
        this.strayUnified = strayUnified;
    }

    /** Looks at what is mounted. */
    public static Cgroups ofThisMachine() throws IOException {
        SequencedMap<String, Path> first = new LinkedHashMap<>();
        Optional<Path> second = Optional.empty();
        for (String line : Mounts.MountTable.lines()) {
            String[] halves = line.split(" - ", 2);
            Path point = Path.of(Mounts.MountTable.unescape(halves[0].split(" ")[4]));
            String[] tail = halves[1].split(" ");
            if (tail[0].equals("cgroup2") && second.isEmpty()) {
                second = Optional.of(point);
            } else if (tail[0].equals("cgroup")) {
                for (String option : tail[2].split(",")) {
                    if (!option.equals("rw") && !option.equals("ro")) {
                        first.putIfAbsent(option.replace("name=", ""), point);
                    }
                }
            }
        }
        if (first.containsKey("memory") || first.containsKey("cpu")) {
            return new Cgroups(first, false, second);
        }
        SequencedMap<String, Path> one = new LinkedHashMap<>();
        one.put(
                "",
                second.orElseThrow(
                        () -> new IOException("no cgroups are mounted on this machine")));
        return new Cgroups(one, true, Optional.empty());
    }

    /** 1 or 2. */
    public int version() {
        return unifiedOnly ? 2 : 1;
    }

    /** Where version 2 is mounted on a machine whose controllers are on version 1. */
    public Optional<Path> strayUnified() {
        return strayUnified;
    }

    /** Whether a controller is there; on version 2 whether it can be given to groups. */
    public boolean has(String controller) {
        if (!unifiedOnly) {
            return trees.containsKey(controller);
        }
        return read("", "/", "cgroup.controllers")
                .map(text -> List.of(text.split(" ")).contains(controller))
                .orElse(false);
    }

    private Path tree(String controller) {
        Path tree = trees.get(unifiedOnly ? "" : controller);
        if (tree == null) {
            throw new LinuxException("cgroup controller " + controller, Errno.ENODEV);
        }
        return tree;
    }

    /** The folder of a group in a controller's tree. */
    public Path folder(String controller, String group) {
        return tree(controller).resolve(group.substring(1));
    }

    /**
     * Makes a group for these controllers, its parents included.
     *
     * @param controllers those that are not there are left out
     */
    public void make(String group, List<String> controllers) throws IOException {
        if (!unifiedOnly) {
            for (String controller : controllers) {
                if (trees.containsKey(controller)) {
                    Files.createDirectories(folder(controller, group));
                }
            }
            return;
        }
        Path at = tree("");
        for (String part : group.substring(1).split("/")) {
            for (String controller : controllers) {
                if (Files.readString(at.resolve("cgroup.controllers")).contains(controller)) {
                    Files.writeString(at.resolve("cgroup.subtree_control"), "+" + controller);
                }
            }
            at = at.resolve(part);
            if (!Files.isDirectory(at)) {
                Files.createDirectory(at);
            }
        }
    }

    /**
     * Makes a group in one controller's tree, without limits of its own.
     *
     * @throws IOException when its parent is not there
     */
    public void makeBelow(String controller, String group) throws IOException {
        Files.createDirectory(folder(controller, group));
    }

    public void write(String controller, String group, String file, String value)
            throws IOException {
        Files.writeString(folder(controller, group).resolve(file), value);
    }

    /** Empty when the group or the file is not there. */
    public Optional<String> read(String controller, String group, String file) {
        if (!unifiedOnly && !trees.containsKey(controller)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(folder(controller, group).resolve(file)).strip());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** A number in a file that is a table of names and numbers. */
    public Optional<Long> read(String controller, String group, String file, String row) {
        return read(controller, group, file).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(row + " "))
                .map(line -> Long.parseLong(line.substring(row.length() + 1).strip()))
                .findFirst();
    }

    /** The processes of a group and of those below it, in any tree. */
    public List<Long> processes(String group) {
        var found = new TreeSet<Long>();
        for (Path tree : roots()) {
            try (Stream<Path> folders = Files.walk(tree.resolve(group.substring(1)))) {
                for (Path folder : folders.filter(Files::isDirectory).toList()) {
                    Files.readAllLines(folder.resolve("cgroup.procs"))
                            .forEach(line -> found.add(Long.parseLong(line)));
                }
            } catch (IOException | UncheckedIOException _) {
                // Gone meanwhile, or never there in this tree.
            }
        }
        return List.copyOf(found);
    }

    /** Names of the groups directly below, in any tree. */
    public List<String> children(String group) {
        var found = new TreeSet<String>();
        for (Path tree : roots()) {
            try (Stream<Path> folders = Files.list(tree.resolve(group.substring(1)))) {
                folders.filter(Files::isDirectory)
                        .forEach(folder -> found.add(String.valueOf(folder.getFileName())));
            } catch (IOException _) {
                // Not there in this tree.
            }
        }
        return List.copyOf(found);
    }

    /** Whether the group is in any tree. */
    public boolean exists(String group) {
        return roots().stream()
                .anyMatch(tree -> Files.isDirectory(tree.resolve(group.substring(1))));
    }

    /**
     * Removes a group and those below it, in every tree.
     *
     * @throws IOException when a process is still in it
     */
    public void remove(String group) throws IOException {
        for (Path tree : roots()) {
            List<Path> folders = new ArrayList<>();
            try (Stream<Path> below = Files.walk(tree.resolve(group.substring(1)))) {
                below.filter(Files::isDirectory).forEach(folders::add);
            } catch (NoSuchFileException _) {
                continue;
            } catch (UncheckedIOException _) {
                // A group below went while we looked; what is left is removed.
            }
            for (Path folder : folders.reversed()) {
                try {
                    Files.deleteIfExists(folder);
                } catch (DirectoryNotEmptyException e) {
                    throw new IOException("a process is still in cgroup " + folder, e);
                }
            }
        }
    }

    private List<Path> roots() {
        // Runtimes make their groups in a stray version 2 tree as well.
        return Stream.concat(trees.values().stream(), strayUnified.stream()).distinct().toList();
    }

    /**
     * Puts the calling thread into a group, in the trees of these controllers, so that processes it
     * starts are born there. Version 1 only: version 2 has no groups for single threads.
     */
    public void enterThread(String group, List<String> controllers) throws IOException {
        for (String controller : controllers) {
            if (trees.containsKey(controller)) {
                write(controller, group, "tasks", Long.toString(Spawner.threadId()));
            }
        }
    }

    /** Our own groups by controller, as they are for the whole process. */
    public static Map<String, String> ours() throws IOException {
        Map<String, String> groups = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
            String[] fields = line.split(":", 3);
            for (String controller : fields[1].split(",")) {
                groups.put(controller.replace("name=", ""), fields[2]);
            }
        }
        return groups;
    }
}
