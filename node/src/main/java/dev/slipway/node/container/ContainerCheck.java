package dev.slipway.node.container;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.node.host.Cgroups;
import dev.slipway.node.host.ProcessFd;
import dev.slipway.node.host.Spawner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs commands in a container as its own program is run: user, environment, working directory,
 * capabilities, filter of system calls, limits.
 *
 * <p>Everything that a check starts is in a cgroup of the check's own, below the container's, so
 * that all of it is found, whatever it forked away and whoever became its parent.
 */
final class ContainerCheck {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path NOWHERE = Path.of("/dev/null");
    private static final String PREFIX = "check";

    private final Equipment equipment;
    private final Spawner spawner;
    private final Removal removal;
    private final AtomicLong number = new AtomicLong();

    ContainerCheck(Equipment equipment, Spawner spawner, Removal removal) {
        this.equipment = equipment;
        this.spawner = spawner;
        this.removal = removal;
    }

    /**
     * Whether the command ends with 0 in time. Its output goes nowhere; nothing of it is left.
     *
     * @throws IOException when it could not be run
     */
    boolean passes(ContainerRecord container, List<String> command, Duration atMost)
            throws IOException, InterruptedException {
        String name = PREFIX + number.incrementAndGet();
        Path folder = equipment.folders().bundle(container.handle());
        Path process = folder.resolve(name + ".json");
        String group = equipment.folders().group(container.taskId(), container.id());
        String own = group + "/" + name;
        try {
            process(folder, command, process);
            // Not its parents: a container that is being removed must not come back in part.
            equipment.cgroups().makeBelow(tree(), own);
            List<String> arguments = arguments(container.handle(), group, name, process);
            return run(folder, arguments, atMost);
        } finally {
            boolean _ = removal.empty(own);
            removal.removeGroup(own);
            Files.deleteIfExists(process);
        }
    }

    private boolean run(Path folder, List<String> arguments, Duration atMost)
            throws InterruptedException {
        var command =
                new Spawner.Command(
                        equipment.runtime().program(),
                        arguments,
                        List.of(RuntimeChoice.SAFE),
                        folder,
                        NOWHERE);
        ProcessFd started = spawner.start(command);
        var end = new CompletableFuture<OptionalInt>();
        // The watch closes its descriptor; by this one it is killed.
        try (ProcessFd killed = ProcessFd.open(started.pid()).orElseThrow()) {
            equipment.watch().add(started, end::complete);
            try {
                return end.get(atMost.toNanos(), TimeUnit.NANOSECONDS).orElse(-1) == 0;
            } catch (TimeoutException | ExecutionException _) {
                return false;
            } finally {
                killed.signal(Signals.KILL);
            }
        }
    }

    private void process(Path folder, List<String> command, Path file) throws IOException {
        ObjectNode process =
                (ObjectNode) JSON.readTree(folder.resolve("config.json").toFile()).path("process");
        process.put("terminal", false);
        ArrayNode arguments = process.putArray("args");
        command.forEach(arguments::add);
        Files.write(file, JSON.writeValueAsBytes(process));
    }

    /** On version 1 one tree is enough to find processes by, and in the others nothing changes. */
    private String tree() {
        return equipment.cgroups().has("pids") ? "pids" : "systemd";
    }

    private List<String> arguments(String handle, String group, String name, Path process) {
        Cgroups cgroups = equipment.cgroups();
        boolean enters = equipment.runtime().entersGroups();
        List<String> all = new ArrayList<>(List.of(equipment.runtime().name()));
        if (enters) {
            all.addAll(equipment.containerGroup().entrances(group));
            all.add("@" + cgroups.folder(tree(), group + "/" + name).resolve("tasks"));
            all.add("--cgroup-manager=disabled");
        }
        all.add("--root=" + equipment.folders().runtimeRoot());
        all.add("exec");
        if (!enters) {
            all.add("--cgroup");
            all.add(cgroups.version() == 1 ? tree() + ":" + name : name);
        }
        all.add("--process");
        all.add(process.toString());
        all.add(handle);
        return all;
    }

    /** Ends the checks that an earlier process of ours had under way. */
    void endAll(ContainerRecord container) throws IOException {
        String group = equipment.folders().group(container.taskId(), container.id());
        for (String name : equipment.cgroups().children(group)) {
            if (name.startsWith(PREFIX)) {
                boolean _ = removal.empty(group + "/" + name);
                removal.removeGroup(group + "/" + name);
            }
        }
    }
}
