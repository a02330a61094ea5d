package dev.slipway.node.container;

import dev.slipway.node.host.Cgroups;
import dev.slipway.node.host.ExitWatch;
import dev.slipway.node.host.Mounts;
import dev.slipway.node.volume.TaskDisks;
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
        InstantSource clock) {}
