package dev.slipway.server.doctor;

import dev.slipway.node.network.Network;
import dev.slipway.server.instance.Instance;
import dev.slipway.server.instance.ProcessTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The front door. Looks, and changes nothing. */
public final class Doctor {
    private static final Pattern KERNEL = Pattern.compile("([0-9]+)\\.([0-9]+)");
    private static final long LITTLE_DISK = 2L << 30;
    private static final int MANY_INOTIFY = 256;

    private Doctor() {}

    public static List<Finding> examine(Instance instance, int port) throws IOException {
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
        findings.add(firewall());
        findings.add(pool(instance));
        findings.add(port(port));
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

    private static Finding cgroups() {
        if (Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"))) {
            return Finding.doubtful(
                    "cgroups",
                    "version 2, on which Slipway is not yet tested",
                    "tell us what you see");
        }
        for (String controller : List.of("cpu", "memory", "pids")) {
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
        String said = said("ldd", "--version");
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
        String free = (store.getUsableSpace() >> 20) + " MiB free for " + data;
        return store.getUsableSpace() < LITTLE_DISK
                ? Finding.doubtful("disk", free, "make room, or choose another folder with --data")
                : Finding.fine("disk", free);
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

    private static Finding firewall() {
        String rules = said("iptables", "-S", "FORWARD");
        return rules.contains("-P FORWARD DROP")
                ? Finding.doubtful(
                        "firewall",
                        "another firewall drops forwarded packets",
                        "nothing to do with iptables-nft: 'up' lets its own link through and says so in 'status'")
                : Finding.fine("firewall", "no other firewall drops forwarded packets");
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

    /** What a program prints; empty when it cannot be run. */
    private static String said(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean _ = process.waitFor(5, TimeUnit.SECONDS);
            return said;
        } catch (IOException _) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
