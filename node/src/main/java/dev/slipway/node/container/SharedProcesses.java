package dev.slipway.node.container;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.node.host.LinuxException;
import dev.slipway.node.host.Mounts;
import dev.slipway.node.host.SmallProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The process namespace that the containers of one task share ({@code pidMode: task}).
 *
 * <p>Its first process must outlive every container, so it is one of ours, in a container of its
 * own that nobody is told of: a program that ignores its children and sleeps. Containers see it and
 * may even trace it, so it has no rights, no files but itself, and the task's network.
 *
 * <p>The namespace is also a file, which others are made by: a process number could by then be
 * another process's.
 */
final class SharedProcesses {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NOBODY = 65534;

    /**
     *
     *
     * <pre>
     *   rt_sigaction(SIGCHLD, SIG_IGN, NULL, 8);  // the dead among them are not kept
     *   for (;;) pause();
     * </pre>
     */
    private static final String CODE =
            """
            31d2488d351b000000bf1100000041ba08000000b80d0000000f05
            b8220000000f05ebf7
            0100000000000000000000000000000000000000000000000000000000000000
            """;

    private final Equipment equipment;
    private final Folders folders;

    SharedProcesses(Equipment equipment) {
        this.equipment = equipment;
        this.folders = equipment.folders();
    }

    /** The holder's container. */
    static String holder(String taskId) {
        return taskId + "-pause";
    }

    /** Whether a container is one of these. */
    static boolean isHolder(ContainerRecord record) {
        return record.name().isEmpty();
    }

    /** Makes the bundle of the holder, in its folder. */
    void bundle(String taskId, Path network) throws IOException, LaunchException {
        if (!SmallProgram.runs()) {
            throw new LaunchException(
                    "ResourceInitializationError",
                    "containers cannot share a process namespace on this kind of machine");
        }
        Path folder = folders.bundle(holder(taskId));
        Files.createDirectories(folder.resolve("rootfs/dev")); // without it runtimes refuse
        SmallProgram.write(folder.resolve("rootfs/pause"), SmallProgram.of(CODE, new byte[0]));
        Files.write(folder.resolve("config.json"), JSON.writeValueAsBytes(config(taskId, network)));
    }

    private ObjectNode config(String taskId, Path network) {
        OciConfig.Privileges privileges = equipment.privileges();
        ObjectNode root = JSON.createObjectNode().put("ociVersion", "1.0.2");
        ObjectNode process = root.putObject("process").put("terminal", false).put("cwd", "/");
        process.putObject("user").put("uid", NOBODY).put("gid", NOBODY);
        process.putArray("args").add("/pause");
        process.put("noNewPrivileges", true);
        root.putObject("root").put("path", "rootfs").put("readonly", true);
        root.putArray("mounts");
        ObjectNode linux = root.putObject("linux");
        if (!privileges.ownGroups()) {
            linux.put("cgroupsPath", folders.group(taskId, holder(taskId)));
        }
        var namespaces = linux.putArray("namespaces");
        for (String type : List.of("pid", "ipc", "uts", "mount")) {
            namespaces.addObject().put("type", type);
        }
        namespaces.addObject().put("type", "network").put("path", network.toString());
        if (!privileges.seccomp().isEmpty()) {
            if (privileges.takesFilterProgram()) {
                root.putObject("annotations")
                        .put("run.oci.seccomp_bpf_data", privileges.seccomp().program(false));
            } else {
                linux.set("seccomp", privileges.seccomp().rules(false));
            }
        }
        return root;
    }

    /** Keeps the namespace of a process under the task's name. */
    void keep(String taskId, long pid) throws LaunchException {
        Path file = folders.processes(taskId);
        try {
            Files.createDirectories(folders.processes());
            Mounts.unmount(file);
            Files.deleteIfExists(file);
            Files.createFile(file);
            Mounts.bind(Path.of("/proc/" + pid + "/ns/pid"), file);
        } catch (IOException | LinuxException e) {
            throw new LaunchException(
                    "ResourceInitializationError", String.valueOf(e.getMessage()), e);
        }
    }

    void letGo(String taskId) throws IOException {
        Mounts.unmount(folders.processes(taskId));
        Files.deleteIfExists(folders.processes(taskId));
    }
}
