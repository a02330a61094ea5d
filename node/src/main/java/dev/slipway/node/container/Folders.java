package dev.slipway.node.container;

import java.nio.file.Path;
import java.util.List;

/**
 * Where everything is. What must be short (a socket's path has 108 bytes) or may be lost with the
 * machine's uptime is under {@code /run}.
 */
record Folders(Path data, String instance) {

    Path all() {
        return data.resolve("c");
    }

    /** A container's record and output, by its handle. */
    Path of(String handle) {
        return all().resolve(handle);
    }

    Path log(String handle) {
        return of(handle).resolve("log");
    }

    /**
     * What a container is made of, in memory: the bundle that the runtime is given, and conmon's.
     */
    Path bundles() {
        return run().resolve("b");
    }

    Path bundle(String handle) {
        return bundles().resolve(handle);
    }

    /**
     * Mounts that the runtime needs to make a container, beside the machine's own, each by its name
     * in the bundle: the root file system, and links to others that not every container has.
     */
    List<Path> mounts(String handle) {
        Path bundle = bundle(handle);
        return List.of(
                bundle.resolve("rootfs"),
                taskLink(handle),
                networkLink(handle),
                processesLink(handle));
    }

    /** To the task's disk. */
    Path taskLink(String handle) {
        return bundle(handle).resolve("task");
    }

    Path networkLink(String handle) {
        return bundle(handle).resolve("network");
    }

    Path processesLink(String handle) {
        return bundle(handle).resolve("processes");
    }

    Path run() {
        return Path.of("/run/slipway-" + instance);
    }

    Path runtimeRoot() {
        return run().resolve("r");
    }

    Path exits() {
        return run().resolve("e");
    }

    Path sockets() {
        return run().resolve("s");
    }

    /** In which each container has something by its handle. */
    List<Path> ofHandles() {
        return List.of(all(), bundles(), runtimeRoot(), exits(), sockets());
    }

    /** What tasks have of their own as a whole. */
    Path tasks() {
        return data.resolve("t");
    }

    Path task(String taskId) {
        return tasks().resolve(taskId);
    }

    /** Disks that are being made. */
    Path disks() {
        return data.resolve("d");
    }

    /** A container's writable layer, on its task's disk. */
    Path layer(String taskId, String id) {
        return task(taskId).resolve("c-" + id);
    }

    /**
     * @param number of the volume in its task
     */
    Path volume(String taskId, int number) {
        return task(taskId).resolve("v" + number);
    }

    /** Process namespaces that tasks share, each a file. */
    Path processes() {
        return run().resolve("p");
    }

    Path processes(String taskId) {
        return processes().resolve(taskId);
    }

    /** The instance's cgroup. */
    String group() {
        return "/slipway-" + instance;
    }

    /** Where conmon processes live: outside ours, so that no service manager takes them with us. */
    String conmonGroup() {
        return group() + "/conmon";
    }

    String group(String taskId) {
        return group() + "/" + taskId;
    }

    String group(String taskId, String id) {
        return group(taskId) + "/" + id;
    }
}
