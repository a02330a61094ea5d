package dev.slipway.node.container;

import dev.slipway.node.host.Cgroups;
import dev.slipway.node.host.ExitWatch;
import dev.slipway.node.host.Mounts;
import dev.slipway.node.volume.TaskDisks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;

/** What the work on containers is done with; one of each per instance. */
record Equipment(
        Folders folders,
        Cgroups cgroups,
        TaskLimits limits,
        ContainerGroup containerGroup,
        Mounts mounts,
        TaskDisks disks,
        ExitWatch watch,
        Conmon conmon,
        RuntimeChoice runtime,
        OciConfig.Privileges privileges,
        String bootId,
        InstantSource clock) {

    /** Where it has a home, on version 1, it was born there: see {@link Containers}. */
    void placeConmon(long pid) {
        if (cgroups.version() == 2) {
            try {
                cgroups.write("", folders.conmonGroup(), "cgroup.procs", Long.toString(pid));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
