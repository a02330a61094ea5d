package dev.slipway.node.container;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** The containers of this instance. All methods may be called from many threads at once. */
public final class Containers implements AutoCloseable {

    private Containers() {}

    /**
     * Chooses a runtime, finds the containers that an earlier process of this instance left, undoes
     * those that were never started, and watches the others. Exits that happened meanwhile are told
     * as if they happened now.
     *
     * @throws IOException with a sentence for the user when no runtime works or the folder cannot
     *     be used
     */
    public static Containers open(ContainersSetup setup) throws IOException {
        return Pending.pending();
    }

    public RuntimeChoice runtime() {
        return Pending.pending();
    }

    /** Things that a user should be told once, such as a limit that had to be clamped. */
    public List<String> remarks() {
        return Pending.pending();
    }

    /**
     * Makes the task's cgroup with its hard limits, or sets them again; reads them back.
     *
     * @param cpuUnits 1024 are one CPU
     */
    public void openTask(String taskId, int cpuUnits, int memoryMib) throws LaunchException {
        Pending.pending();
    }

    /** Removes the task's cgroup; its containers were deleted before. */
    public void closeTask(String taskId) throws IOException {
        Pending.pending();
    }

    /** Makes a container of an open task, ready to be started. */
    public Container create(ContainerSpec spec) throws LaunchException {
        return Pending.pending();
    }

    /** Every container that was not deleted: adopted ones and those made since, by id. */
    public List<Container> all() {
        return Pending.pending();
    }

    /** Ids of the layers that containers have mounted. */
    public Set<String> layersInUse() {
        return Pending.pending();
    }

    /**
     * Mounts, cgroups, processes and folders in this instance's name that belong to no container
     * that {@link #all()} knows, each in one line.
     *
     * @param openTasks ids of tasks whose cgroup is wanted
     */
    public List<String> leaks(Set<String> openTasks) {
        return Pending.pending();
    }

    /** Kills and deletes every container, and removes everything in this instance's name. */
    public void dismantle() throws IOException {
        Pending.pending();
    }

    /** Stops watching; containers go on running. */
    @Override
    public void close() {}
}
