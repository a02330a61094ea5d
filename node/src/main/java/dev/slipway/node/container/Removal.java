package dev.slipway.node.container;

import dev.slipway.node.host.Cgroups;
import dev.slipway.node.host.Mounts;
import dev.slipway.node.host.ProcessFd;
import dev.slipway.node.host.Processes;
import dev.slipway.node.host.Spawner;
import dev.slipway.node.host.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Takes away what a container or an instance has on the machine, however much of it there is. */
final class Removal {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(1);

    /** Of which nothing is left but files in its folder when a container's processes are dead. */
    static final Set<String> PLAIN_RUNTIMES = Set.of("crun", "runc");

    /** What conmon makes anew for each of a container's lives; its log is not among them. */
    private static final List<String> CONMON_FILES =
            List.of("pid", "ctl", "winsz", "attach", "oom", "conmon.log");

    private final Folders folders;
    private final Cgroups cgroups;
    private final RuntimeChoice runtime;

    Removal(Folders folders, Cgroups cgroups, RuntimeChoice runtime) {
        this.folders = folders;
        this.cgroups = cgroups;
        this.runtime = runtime;
    }

    /**
     * Kills what is in a cgroup until nothing is.
     *
     * @return false when something would not die in time
     */
    boolean empty(String group) {
        long pauses = PATIENCE.dividedBy(PAUSE);
        for (long i = 0; i < pauses; i++) {
            List<Long> alive =
                    cgroups.processes(group).stream()
                            .filter(pid -> pid != Processes.ourPid())
                            .filter(pid -> !Processes.ended(pid))
                            .toList();
            if (alive.isEmpty()) {
                return true;
            }
            alive.forEach(Removal::kill);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return false;
    }

    static void kill(long pid) {
        ProcessFd.open(pid)
                .ifPresent(
                        process -> {
                            process.signal(Signals.KILL);
                            process.close();
                        });
    }

    /** conmon processes of this instance that stay with this container. */
    List<Long> conmons(String handle) {
        return cgroups.processes(folders.conmonGroup()).stream()
                .filter(pid -> Processes.arguments(pid).contains(handle))
                .toList();
    }

    /** Everything of a container that runs, so that it can be made to run again. */
    void processes(String taskId, String id, String handle) throws IOException {
        for (long conmon : conmons(handle)) {
            kill(conmon);
            waitFor(conmon);
        }
        if (!taskId.isEmpty() && !empty(folders.group(taskId, id))) {
            throw new IOException("a process of container " + id + " does not die");
        }
        if (!PLAIN_RUNTIMES.contains(runtime.name())) {
            runtime.run(folders, List.of("delete", "-f", handle));
        }
        Trees.delete(folders.runtimeRoot().resolve(handle));
        Trees.delete(folders.sockets().resolve(handle));
        Files.deleteIfExists(folders.exits().resolve(handle));
        for (String name : CONMON_FILES) {
            Files.deleteIfExists(folders.bundle(handle).resolve(name));
        }
    }

    /** Everything of a container; what is already gone is fine. */
    void container(String taskId, String id, String handle) throws IOException {
        processes(taskId, id, handle);
        if (!taskId.isEmpty()) {
            removeGroup(folders.group(taskId, id));
        }
        Path folder = folders.of(handle);
        Mounts.unmount(folders.bundle(handle).resolve("rootfs"));
        Trees.delete(folders.bundle(handle));
        if (!taskId.isEmpty()) {
            Trees.delete(folders.layer(taskId, id));
        }
        for (String name : Launch.names(folder)) {
            if (!name.equals("record.json")) {
                Trees.delete(folder.resolve(name));
            }
        }
        Trees.delete(folder); // the record last: until then all of this is found again
    }

    private static void waitFor(long pid) {
        for (int i = 0; i < 2000 && !Processes.ended(pid); i++) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        Spawner.reap(pid);
    }

    /** A group that has just become empty is busy for another moment. */
    void removeGroup(String group) throws IOException {
        for (int attempt = 0; cgroups.exists(group); attempt++) {
            try {
                cgroups.remove(group);
            } catch (IOException e) {
                if (attempt >= 500) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
