package dev.slipway.node.container;

import dev.slipway.node.host.Cgroups;
import dev.slipway.nodelink.ContainerPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A container's cgroup where we make it ourselves: version 1, with a runtime that is started inside
 * ({@link RuntimeWrapper}).
 */
final class ContainerGroup {
    /**
     * What limits and what counts; in the others a container stays where conmon is. The service
     * manager's is among them so that no process of a container is taken for one of ours.
     */
    private static final List<String> TREES =
            List.of("cpu", "cpuacct", "memory", "pids", "devices", "blkio", "systemd");

    /** Docker's: every device may be made, these may be used. */
    private static final List<String> DEVICES =
            List.of(
                    "c *:* m",
                    "b *:* m",
                    "c 1:3 rwm",
                    "c 1:5 rwm",
                    "c 1:7 rwm",
                    "c 1:8 rwm",
                    "c 1:9 rwm",
                    "c 5:0 rwm",
                    "c 5:1 rwm",
                    "c 5:2 rwm",
                    "c 136:* rwm");

    private static final long MIB = 1024 * 1024;

    private final Cgroups cgroups;

    ContainerGroup(Cgroups cgroups) {
        this.cgroups = cgroups;
    }

    /** Rules about devices, once for all groups that are made below it from then on. */
    void prepare(String instance) throws IOException {
        if (!cgroups.has("devices")) {
            return;
        }
        cgroups.make(instance, List.of("devices"));
        boolean fresh =
                cgroups.read("devices", instance, "devices.list").orElse("").startsWith("a ");
        if (!fresh) {
            return; // an earlier process did it; with groups below it cannot be done again
        }
        denyAll(instance);
        for (String rule : DEVICES) {
            cgroups.write("devices", instance, "devices.allow", rule);
        }
    }

    /**
     * Refused while there is a group below, and one that was just removed is there for a moment.
     */
    private void denyAll(String instance) throws IOException {
        for (int attempt = 0; ; attempt++) {
            try {
                cgroups.write("devices", instance, "devices.deny", "a");
                return;
            } catch (IOException e) {
                if (attempt >= 2000) {
                    throw e;
                }
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    /** Makes a group without limits of its own; the task's exists. */
    void make(String group) throws IOException {
        cgroups.make(group, TREES);
    }

    /** Makes the group with its limits; the task's exists. */
    void make(String group, ContainerPlan plan) throws IOException {
        cgroups.make(group, TREES);
        cgroups.write(
                "cpu", group, "cpu.shares", Long.toString(TaskLimits.shares(plan.cpuShares())));
        if (plan.memoryMib() > 0) {
            String bytes = Long.toString(plan.memoryMib() * MIB);
            cgroups.write("memory", group, "memory.limit_in_bytes", bytes);
            if (cgroups.read("memory", group, "memory.memsw.limit_in_bytes").isPresent()) {
                cgroups.write("memory", group, "memory.memsw.limit_in_bytes", bytes);
            }
        }
        if (plan.memoryReservationMib() > 0) {
            cgroups.write(
                    "memory",
                    group,
                    "memory.soft_limit_in_bytes",
                    Long.toString(plan.memoryReservationMib() * MIB));
        }
        if (cgroups.has("pids")) {
            cgroups.write("pids", group, "pids.max", Long.toString(OciConfig.MAX_PROCESSES));
        }
    }

    /** What {@link RuntimeWrapper} is told, so that it enters the group. */
    List<String> entrances(String group) {
        List<String> files = new ArrayList<>();
        for (String tree : TREES) {
            if (cgroups.has(tree)) {
                String file = "@" + cgroups.folder(tree, group).resolve("tasks");
                if (!files.contains(file)) {
                    files.add(file);
                }
            }
        }
        return files;
    }
}
