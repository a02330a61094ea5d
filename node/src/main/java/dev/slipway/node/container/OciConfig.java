package dev.slipway.node.container;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.node.host.Programs;
import dev.slipway.node.image.ImageConfig;
import dev.slipway.node.volume.TaskVolumes;
import dev.slipway.nodelink.ContainerPlan;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

    /** Where Docker puts it. */
    private static final String INIT = "/sbin/docker-init";

    private static final String INIT_PROGRAM = "tini-static";

    /** Linux's MAX_ARG_STRLEN, without the closing zero. */
    private static final int LONGEST = 131_071;

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
    private final Path bundle;
    private final List<TaskVolumes.Mount> volumes;
    private final Folders folders;
    private final Privileges privileges;

    /** What this machine lets us give. */
    record Privileges(
            long heldCapabilities,
            Rlimits rlimits,
            SeccompProfile seccomp,
            boolean takesFilterProgram,
            boolean ownGroups) {}

    OciConfig(
            ContainerSpec spec,
            Path bundle,
            List<TaskVolumes.Mount> volumes,
            Folders folders,
            Privileges privileges) {
        this.spec = spec;
        this.bundle = bundle;
        this.volumes = List.copyOf(volumes);
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
        ObjectNode process = JSON.objectNode();
        process.put("terminal", spec.plan().fittings().pseudoTerminal());
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
        if (plan.fittings().initProcess()) {
            all.add(INIT);
            if (spec.task().sharedProcesses()) {
                all.add("-s"); // it is not the first process, and is to inherit orphans all the
                // same
            }
            all.add("--");
        }
        int before = all.size();
        all.addAll(plan.entryPoint().isEmpty() ? image.entrypoint() : plan.entryPoint());
        if (!plan.command().isEmpty()) {
            all.addAll(plan.command());
        } else if (plan.entryPoint().isEmpty()) {
            all.addAll(image.command());
        }
        if (all.size() == before) {
            throw new LaunchException("CannotCreateContainerError", "No command specified");
        }
        return all;
    }

    private List<String> environment(Users.User user) throws LaunchException {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("PATH", PATH);
        all.put("HOSTNAME", spec.hostname());
        if (spec.plan().fittings().pseudoTerminal()) {
            all.put("TERM", "xterm");
        }
        for (String line : spec.image().config().environment()) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                all.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        all.putAll(spec.environment());
        all.putAll(spec.plan().environment());
        all.putIfAbsent("HOME", user.home().isEmpty() ? "/" : user.home());
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, String> variable : all.entrySet()) {
            String line = variable.getKey() + "=" + variable.getValue();
            if (line.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
                // The kernel would say so only after the start, in the container's own output.
                throw new LaunchException(
                        "CannotStartContainerError",
                        "argument list too long: environment variable "
                                + variable.getKey()
                                + " has more than "
                                + LONGEST
                                + " bytes");
            }
            lines.add(line);
        }
        return lines;
    }

    private ArrayNode mounts() throws LaunchException {
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
            String source = bundle.resolve(file).toString();
            mount(mounts, source, "/etc/" + file, "bind", "bind", "rw", "rprivate");
        }
        if (spec.plan().fittings().initProcess()) {
            String source =
                    Programs.find(INIT_PROGRAM)
                            .orElseThrow(
                                    () ->
                                            new LaunchException(
                                                    "CannotCreateContainerError",
                                                    "initProcessEnabled needs "
                                                            + INIT_PROGRAM
                                                            + ", which is not installed on this"
                                                            + " machine (package tini)"))
                            .toString();
            mount(mounts, source, INIT, "bind", "bind", "ro", "rprivate");
        }
        for (TaskVolumes.Mount volume : volumes) {
            String source = folders.volume(spec.taskId(), volume.number()).toString();
            String access = volume.readOnly() ? "ro" : "rw";
            mount(mounts, source, volume.path().toString(), "bind", "rbind", access, "rprivate");
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
            ObjectNode namespace = namespaces.addObject().put("type", type);
            if (type.equals("pid") && spec.task().sharedProcesses()) {
                namespace.put("path", folders.processes(spec.taskId()).toString());
            }
        }
        namespaces
                .addObject()
                .put("type", "network")
                .put("path", spec.networkNamespace().toString());
        ObjectNode sysctls = linux.putObject("sysctl");
        spec.plan().fittings().systemControls().forEach(sysctls::put);
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
