package dev.slipway.node.container;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.node.image.ImageConfig;
import dev.slipway.nodelink.ContainerPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The runtime's {@code config.json}: what Docker would write for the same container. */
final class OciConfig {
    private static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** Fork bombs end here; nothing that Fargate sizes allow needs more. */
    static final int MAX_PROCESSES = 8192;

    private static final long MIB = 1024 * 1024;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final List<String> MASKED =
            List.of(
                    "/proc/asound",
                    "/proc/acpi",
                    "/proc/interrupts",
                    "/proc/kcore",
                    "/proc/keys",
                    "/proc/latency_stats",
                    "/proc/timer_list",
                    "/proc/timer_stats",
                    "/proc/sched_debug",
                    "/proc/scsi",
                    "/sys/firmware",
                    "/sys/devices/virtual/powercap");
    private static final List<String> READ_ONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private final ContainerSpec spec;
    private final Folders folders;
    private final Privileges privileges;

    /** What this machine lets us give. */
    record Privileges(
            long heldCapabilities,
            Rlimits rlimits,
            SeccompProfile seccomp,
            boolean takesFilterProgram,
            boolean ownGroups) {}

    OciConfig(ContainerSpec spec, Folders folders, Privileges privileges) {
        this.spec = spec;
        this.folders = folders;
        this.privileges = privileges;
    }

    ObjectNode write(Users.User user) throws LaunchException {
        ContainerPlan plan = spec.plan();
        List<String> capabilities =
                Capabilities.of(
                        plan.dropCapabilities(),
                        plan.addCapabilities(),
                        privileges.heldCapabilities());
        ObjectNode root = JSON.objectNode().put("ociVersion", "1.0.2");
        root.set("process", process(user, capabilities));
        root.putObject("root").put("path", "rootfs").put("readonly", plan.readonlyRootFilesystem());
        root.put("hostname", spec.hostname());
        root.set("mounts", mounts());
        root.set("linux", linux());
        boolean traces = capabilities.contains("CAP_SYS_PTRACE");
        if (!privileges.seccomp().isEmpty()) {
            if (privileges.takesFilterProgram()) {
                root.putObject("annotations")
                        .put("run.oci.seccomp_bpf_data", privileges.seccomp().program(traces));
            } else {
                ((ObjectNode) root.get("linux")).set("seccomp", privileges.seccomp().rules(traces));
            }
        }
        return root;
    }

    private ObjectNode process(Users.User user, List<String> capabilities) throws LaunchException {
        ObjectNode process = JSON.objectNode().put("terminal", false);
        ObjectNode who = process.putObject("user").put("uid", user.uid()).put("gid", user.gid());
        ArrayNode groups = who.putArray("additionalGids");
        user.groups().forEach(groups::add);
        strings(process, "args", arguments());
        strings(process, "env", environment(user));
        process.put("cwd", workingDirectory());
        ObjectNode sets = process.putObject("capabilities");
        strings(sets, "bounding", capabilities);
        // As execve leaves it: without root's id nothing is in force.
        List<String> inForce = user.uid() == 0 ? capabilities : List.of();
        strings(sets, "effective", inForce);
        strings(sets, "permitted", inForce);
        ArrayNode limits = process.putArray("rlimits");
        privileges
                .rlimits()
                .of(spec.plan().ulimits())
                .forEach(
                        limit ->
                                limits.addObject()
                                        .put(
                                                "type",
                                                "RLIMIT_"
                                                        + limit.name()
                                                                .toUpperCase(java.util.Locale.ROOT))
                                        .put("soft", limit.soft())
                                        .put("hard", limit.hard()));
        process.put("noNewPrivileges", true);
        return process;
    }

    String workingDirectory() {
        String plan = spec.plan().workingDirectory();
        String directory = plan.isEmpty() ? spec.image().config().workingDirectory() : plan;
        if (directory.isEmpty()) {
            return "/";
        }
        return directory.startsWith("/") ? directory : "/" + directory;
    }

    /** An entry point of the definition's takes the image's command away, as in Docker. */
    private List<String> arguments() throws LaunchException {
        ImageConfig image = spec.image().config();
        ContainerPlan plan = spec.plan();
        List<String> all = new ArrayList<>();
        all.addAll(plan.entryPoint().isEmpty() ? image.entrypoint() : plan.entryPoint());
        if (!plan.command().isEmpty()) {
            all.addAll(plan.command());
        } else if (plan.entryPoint().isEmpty()) {
            all.addAll(image.command());
        }
        if (all.isEmpty()) {
            throw new LaunchException("CannotCreateContainerError", "No command specified");
        }
        return all;
    }

    private List<String> environment(Users.User user) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("PATH", PATH);
        all.put("HOSTNAME", spec.hostname());
        for (String line : spec.image().config().environment()) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                all.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        all.putAll(spec.environment());
        all.putAll(spec.plan().environment());
        all.putIfAbsent("HOME", user.home().isEmpty() ? "/" : user.home());
        return all.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    }

    private ArrayNode mounts() {
        ArrayNode mounts = JSON.arrayNode();
        mount(mounts, "proc", "/proc", "proc", "nosuid", "noexec", "nodev");
        mount(mounts, "tmpfs", "/dev", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k");
        mount(
                mounts,
                "devpts",
                "/dev/pts",
                "devpts",
                "nosuid",
                "noexec",
                "newinstance",
                "ptmxmode=0666",
                "mode=0620",
                "gid=5");
        mount(mounts, "sysfs", "/sys", "sysfs", "nosuid", "noexec", "nodev", "ro");
        mount(mounts, "cgroup", "/sys/fs/cgroup", "cgroup", "nosuid", "noexec", "nodev", "ro");
        mount(mounts, "mqueue", "/dev/mqueue", "mqueue", "nosuid", "noexec", "nodev");
        mount(
                mounts,
                "shm",
                "/dev/shm",
                "tmpfs",
                "nosuid",
                "noexec",
                "nodev",
                "mode=1777",
                "size=65536k");
        for (String file : List.of("hosts", "resolv.conf", "hostname")) {
            String source = folders.of(spec.id()).resolve(file).toString();
            mount(mounts, source, "/etc/" + file, "bind", "bind", "rw", "rprivate");
        }
        return mounts;
    }

    private static void mount(
            ArrayNode mounts, String source, String target, String type, String... options) {
        ObjectNode mount = mounts.addObject();
        mount.put("destination", target).put("type", type).put("source", source);
        strings(mount, "options", List.of(options));
    }

    private ObjectNode linux() {
        ObjectNode linux = JSON.objectNode();
        if (!privileges.ownGroups()) {
            linux.put("cgroupsPath", folders.group(spec.taskId(), spec.id()));
            linux.set("resources", resources());
        }
        ArrayNode namespaces = linux.putArray("namespaces");
        for (String type : List.of("pid", "ipc", "uts", "mount", "cgroup")) {
            namespaces.addObject().put("type", type);
        }
        namespaces
                .addObject()
                .put("type", "network")
                .put("path", spec.networkNamespace().toString());
        strings(linux, "maskedPaths", MASKED);
        strings(linux, "readonlyPaths", READ_ONLY);
        return linux;
    }

    private ObjectNode resources() {
        ObjectNode resources = JSON.objectNode();
        resources.putArray("devices").addObject().put("allow", false).put("access", "rwm");
        resources.putObject("cpu").put("shares", TaskLimits.shares(spec.plan().cpuShares()));
        resources.putObject("pids").put("limit", MAX_PROCESSES);
        ObjectNode memory = JSON.objectNode();
        if (spec.plan().memoryMib() > 0) {
            long bytes = spec.plan().memoryMib() * MIB;
            memory.put("limit", bytes).put("swap", bytes);
        }
        if (spec.plan().memoryReservationMib() > 0) {
            memory.put("reservation", spec.plan().memoryReservationMib() * MIB);
        }
        if (!memory.isEmpty()) {
            resources.set("memory", memory);
        }
        return resources;
    }

    private static void strings(ObjectNode node, String field, List<String> values) {
        ArrayNode array = node.putArray(field);
        values.forEach(array::add);
    }
}
