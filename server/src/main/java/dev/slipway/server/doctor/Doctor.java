package dev.slipway.server.doctor;

import dev.slipway.node.network.Network;
import dev.slipway.server.instance.Instance;
import dev.slipway.server.instance.ProcessTable;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The front door. Looks, and changes nothing. */
public final class Doctor {
    private static final Pattern KERNEL = Pattern.compile("([0-9]+)\\.([0-9]+)");
    private static final long LITTLE_DISK = 2L << 30;
    private static final int MANY_INOTIFY = 256;

    private Doctor() {}

    /**
     * @param leftOver what an instance that does not run has left behind, one line each; empty when
     *     this user cannot know
     */
    public static List<Finding> examine(
            Instance instance, int port, Optional<List<String>> leftOver) throws IOException {
        List<Finding> findings = new ArrayList<>();
        findings.add(kernel());
        findings.add(root());
        findings.add(cgroups());
        findings.add(namespaces());
        findings.add(overlay());
        for (String program : List.of("crun", "runc", "conmon")) {
            findings.add(program(program));
        }
        findings.add(libc());
        findings.add(disk(instance.data()));
        findings.add(inotify());
        findings.add(rules());
        findings.addAll(FirewallFindings.examine());
        findings.add(pool(instance));
        findings.add(port(port));
        findings.add(
                leftOver.map(Doctor::leftOver)
                        .orElse(
                                Finding.doubtful(
                                        "left-overs",
                                        "only root can look for them",
                                        "run this as root")));
        return findings;
    }

    private static Finding kernel() throws IOException {
        String release = Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
        Matcher version = KERNEL.matcher(release);
        boolean old =
                !version.find()
                        || Integer.parseInt(version.group(1)) * 100
                                        + Integer.parseInt(version.group(2))
                                < 510;
        return old
                ? Finding.broken(
                        "kernel", "Linux " + release + " is older than 5.10", "boot a newer kernel")
                : Finding.fine("kernel", "Linux " + release);
    }

    private static Finding root() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)
                ? Finding.fine("rights", "root")
                : Finding.doubtful(
                        "rights",
                        "not root: containers and networks cannot be made",
                        "use sudo, or --node simulated");
    }

    private static Finding cgroups() throws IOException {
        List<String> wanted = List.of("cpu", "memory", "pids");
        Path two = Path.of("/sys/fs/cgroup/cgroup.controllers");
        if (Files.exists(two)) {
            List<String> missing = new ArrayList<>(wanted);
            missing.removeAll(List.of(Files.readString(two).strip().split(" ")));
            return missing.isEmpty()
                    ? Finding.fine("cgroups", "version 2 with cpu, memory and pids")
                    : Finding.broken(
                            "cgroups",
                            "version 2 without the controllers " + String.join(", ", missing),
                            "boot without cgroup_disable=, and where this is a container, give it"
                                    + " cgroups of its own");
        }
        for (String controller : wanted) {
            if (Files.notExists(Path.of("/sys/fs/cgroup", controller))) {
                return Finding.broken(
                        "cgroups",
                        "the controller " + controller + " is not mounted",
                        "mount it, or boot with cgroup version 2");
            }
        }
        return Finding.fine("cgroups", "version 1 with cpu, memory and pids");
    }

    private static Finding namespaces() {
        for (String kind : List.of("net", "mnt", "pid", "uts", "ipc")) {
            if (Files.notExists(Path.of("/proc/self/ns", kind))) {
                return Finding.broken(
                        "namespaces",
                        "the kernel lacks " + kind + " namespaces",
                        "boot another kernel");
            }
        }
        return Finding.fine("namespaces", "all there");
    }

    private static Finding overlay() throws IOException {
        return Files.readString(Path.of("/proc/filesystems")).contains("overlay")
                ? Finding.fine("overlayfs", "there")
                : Finding.doubtful("overlayfs", "not loaded", "modprobe overlay");
    }

    private static Finding program(String name) {
        for (String folder : List.of("/usr/local/bin", "/usr/bin", "/usr/sbin", "/bin", "/sbin")) {
            Path program = Path.of(folder, name);
            if (Files.isExecutable(program)) {
                return Finding.fine(name, program.toString());
            }
        }
        return name.equals("runc")
                ? Finding.doubtful(
                        name,
                        "not installed; needed only where crun cannot work",
                        "install the package runc")
                : Finding.broken(name, "not installed", "install the package " + name);
    }

    private static Finding libc() {
        String said = Programs.said("ldd", "--version");
        Matcher version = KERNEL.matcher(said);
        if (!version.find()) {
            return Finding.doubtful(
                    "C library", "cannot tell its version", "Slipway needs glibc 2.34 or newer");
        }
        int minor = Integer.parseInt(version.group(2));
        return minor >= 34
                ? Finding.fine("C library", "glibc 2." + minor)
                : Finding.broken(
                        "C library",
                        "glibc 2." + minor + " is older than 2.34",
                        "use a newer distribution");
    }

    private static Finding disk(Path data) throws IOException {
        Path there = data;
        while (Files.notExists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        FileStore store = Files.getFileStore(there);
        Optional<String> unfit = unfit(store.type());
        if (unfit.isPresent()) {
            return Finding.broken(
                    "disk",
                    there + " is on " + store.type() + ", which " + unfit.get(),
                    "choose a folder on ext4, xfs, btrfs or tmpfs with --data");
        }
        String free = (store.getUsableSpace() >> 20) + " MiB free for " + data;
        return store.getUsableSpace() < LITTLE_DISK
                ? Finding.doubtful("disk", free, "make room, or choose another folder with --data")
                : Finding.fine("disk", free);
    }

    /** Why containers cannot have their file systems in a folder of that type; empty: they can. */
    static Optional<String> unfit(String type) {
        return switch (type) {
            case "overlay" -> Optional.of("cannot hold another overlay's changes");
            case "nfs", "nfs4", "cifs", "smb3", "9p", "fuseblk", "fuse" ->
                    Optional.of("cannot hold a container's changes or a reliable lock");
            case "vfat", "exfat", "ntfs3" -> Optional.of("knows no owners or special files");
            default -> Optional.empty();
        };
    }

    private static Finding rules() {
        return Network.refusalOfRules()
                .map(
                        said ->
                                Finding.broken(
                                        "nftables",
                                        "the kernel refuses rule tables: " + said,
                                        "modprobe nf_tables, and run this as root"))
                .orElse(Finding.fine("nftables", "the kernel takes rule tables"));
    }

    static Finding leftOver(List<String> lines) {
        return lines.isEmpty()
                ? Finding.fine("left-overs", "none")
                : Finding.doubtful(
                        "left-overs",
                        lines.size() + " of an earlier run, listed by 'doctor --leaks'",
                        "'./slipway up' takes them over, './slipway down' removes them");
    }

    private static Finding inotify() throws IOException {
        // Read in one piece: the kernel answers the second read of such a file with its end.
        int instances =
                Integer.parseInt(
                        Files.readAllLines(Path.of("/proc/sys/fs/inotify/max_user_instances"))
                                .getFirst()
                                .strip());
        return instances < MANY_INOTIFY
                ? Finding.doubtful(
                        "inotify",
                        instances
                                + " watchers a user: on cgroup version 2 each container takes one",
                        "sysctl fs.inotify.max_user_instances=1024")
                : Finding.fine("inotify", instances + " watchers a user");
    }

    private static Finding pool(Instance instance) {
        Optional<String> pool = Network.choosePool(instance.id());
        return pool.map(block -> Finding.fine("public pool", block + " is free"))
                .orElse(
                        Finding.broken(
                                "public pool",
                                "every /24 of 198.18.0.0/15 is routed",
                                "name a free block with up --public-pool"));
    }

    private static Finding port(int port) {
        return ProcessTable.listenerOn(port)
                .map(
                        holder ->
                                Finding.doubtful(
                                        "port " + port,
                                        "taken by " + holder,
                                        "choose another with up --port"))
                .orElse(Finding.fine("port " + port, "free"));
    }
}
