package dev.slipway.node.container;

import java.nio.file.Path;

/**
 * Where everything is. What must be short (a socket's path has 108 bytes) or may be lost with the
 * machine's uptime is under {@code /run}.
 */
record Folders(Path data, String instance) {

    Path all() {
        return data.resolve("c");
    }

    Path of(String id) {
        return all().resolve(id);
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
