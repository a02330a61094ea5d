package dev.slipway.node.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.node.host.FileNodes;
import dev.slipway.node.host.LinuxException;
import dev.slipway.node.host.ProcessFd;
import dev.slipway.node.host.Processes;
import dev.slipway.node.host.RootedPath;
import dev.slipway.node.volume.TaskVolumes;
import dev.slipway.node.volume.VolumeException;
import dev.slipway.node.volume.VolumeSeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** From a specification to a container that only waits to be let go. */
final class Launch {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Equipment equipment;
    private final Folders folders;
    private final Object[] turns = new Object[16];

    Launch(Equipment equipment) {
        this.equipment = equipment;
        this.folders = equipment.folders();
        java.util.Arrays.setAll(turns, _ -> new Object());
    }

    /**
     * @param conmon to be watched
     */
    record Launched(ContainerRecord record, ProcessFd conmon) {}

    /**
     * What it leaves when it fails is for {@link Removal}.
     *
     * @param ready a monitor, whose handle becomes the container's; else one is started, and the
     *     handle is the container's id
     */
    Launched create(ContainerSpec spec, Optional<ReadyMonitors.Ready> ready)
            throws LaunchException {
        try {
            return create(
                    spec,
                    ready.map(ReadyMonitors.Ready::handle).orElse(spec.id()),
                    (record, entrances) ->
                            ready.isPresent()
                                    ? ready.get().goOn(equipment.conmon(), folders, entrances)
                                    : start(record, entrances));
        } finally {
            ready.ifPresent(ReadyMonitors.Ready::letGo);
        }
    }

    /** How the runtime is brought to create a container. */
    private interface Way {
        Conmon.Created take(ContainerRecord record, List<String> entrances) throws LaunchException;
    }

    private Conmon.Created start(ContainerRecord record, List<String> entrances)
            throws LaunchException {
        return equipment
                .conmon()
                .create(record.handle(), record.manner(), entrances, equipment::placeConmon);
    }

    private Launched create(ContainerSpec spec, String handle, Way way) throws LaunchException {
        ContainerRecord record = ContainerRecord.of(spec, handle, equipment.bootId());
        Path folder = folders.bundle(handle);
        try {
            prepare(spec, record, folder);
            Path layer = folders.layer(spec.taskId(), spec.id());
            equipment
                    .mounts()
                    .overlay(
                            spec.image().layers(),
                            layer.resolve("upper"),
                            layer.resolve("work"),
                            folder.resolve("rootfs"));
            Path root = folder.resolve("rootfs");
            Users.User user = Users.resolve(root, userOf(spec));
            List<TaskVolumes.Mount> volumes = TaskVolumes.of(spec.task(), spec.plan());
            for (TaskVolumes.Mount volume : volumes) {
                fill(root, spec.taskId(), volume);
            }
            var config = new OciConfig(spec, folder, volumes, folders, equipment.privileges());
            Files.write(folder.resolve("config.json"), JSON.writeValueAsBytes(config.write(user)));
            makeWorkingDirectory(root, spec.taskId(), volumes, config.workingDirectory(), user);
        } catch (IOException | LinuxException | VolumeException e) {
            throw new LaunchException(
                    "CannotCreateContainerError", String.valueOf(e.getMessage()), e);
        }
        Launched launched = run(record, group(spec), way);
        try {
            equipment.limits().verifyContainer(folders.group(spec.taskId(), spec.id()), spec);
            return launched;
        } catch (LaunchException e) {
            launched.conmon().close();
            throw e;
        }
    }

    /** The container that holds a task's process namespace, likewise. */
    Launched holder(String id, String taskId, Path network, SharedProcesses processes)
            throws LaunchException {
        ContainerRecord record = ContainerRecord.holder(id, taskId, equipment.bootId());
        try {
            Files.createDirectories(folders.of(id));
            record.write(folders.of(id));
            processes.bundle(taskId, network);
            link(record, network, Optional.empty());
            List<String> entrances = List.of();
            if (equipment.runtime().entersGroups()) {
                String group = folders.group(taskId, id);
                equipment.containerGroup().make(group);
                entrances = equipment.containerGroup().entrances(group);
            }
            return run(record, entrances, this::start);
        } catch (IOException | LinuxException e) {
            throw new LaunchException(
                    "ResourceInitializationError", String.valueOf(e.getMessage()), e);
        }
    }

    /** The same for a container that ended: its bundle, its mounts and its cgroup are there. */
    Launched again(ContainerRecord record) throws LaunchException {
        linkAgain(record);
        List<String> entrances =
                equipment.runtime().entersGroups()
                        ? equipment
                                .containerGroup()
                                .entrances(folders.group(record.taskId(), record.id()))
                        : List.of();
        return run(record, entrances, this::start);
    }

    private Launched run(ContainerRecord record, List<String> entrances, Way way)
            throws LaunchException {
        Conmon.Created created = way.take(record, entrances);
        try {
            ContainerRecord running =
                    record.running(
                            new ContainerRecord.Who(
                                    created.pid(),
                                    Processes.startTime(created.pid()).orElse(0),
                                    created.conmon().pid(),
                                    Processes.startTime(created.conmon().pid()).orElse(0)));
            running.write(folders.of(record.handle()));
            return new Launched(running, created.conmon());
        } catch (IOException e) {
            created.conmon().close();
            throw new LaunchException(
                    "CannotCreateContainerError", String.valueOf(e.getMessage()), e);
        }
    }

    /** Makes the container's group where that is ours to do; what the runtime is told about it. */
    private List<String> group(ContainerSpec spec) throws LaunchException {
        if (!equipment.runtime().entersGroups()) {
            return List.of();
        }
        String group = folders.group(spec.taskId(), spec.id());
        try {
            equipment.containerGroup().make(group, spec.plan());
        } catch (IOException | LinuxException e) {
            throw new LaunchException(
                    "CannotCreateContainerError",
                    "the container's limits could not be set: " + e.getMessage(),
                    e);
        }
        return equipment.containerGroup().entrances(group);
    }

    private static String userOf(ContainerSpec spec) {
        String plan = spec.plan().user();
        return plan.isEmpty() ? spec.image().config().user() : plan;
    }

    private void prepare(ContainerSpec spec, ContainerRecord record, Path folder)
            throws IOException {
        if (record.handle().equals(spec.id())) {
            ReadyMonitors.makeFolders(folders, spec.id());
        }
        record.write(folders.of(record.handle()));
        Path layer = folders.layer(spec.taskId(), spec.id());
        for (Path one : List.of(layer, layer.resolve("upper"), layer.resolve("work"))) {
            Files.createDirectory(one);
        }
        Path processes = folders.processes(spec.taskId());
        link(
                record,
                spec.networkNamespace(),
                spec.task().sharedProcesses() ? Optional.of(processes) : Optional.empty());
        // The root's mode is that of the topmost folder, which is ours and not the image's.
        FileNodes.permit(layer.resolve("upper"), 0755);
        text(folder.resolve("hosts"), spec.hosts());
        text(folder.resolve("resolv.conf"), spec.resolvConf());
        text(folder.resolve("hostname"), spec.hostname() + "\n");
    }

    /** What is in no mount that could be taken along is seen everywhere anyway. */
    private void link(ContainerRecord record, Path network, Optional<Path> processes)
            throws IOException {
        String handle = record.handle();
        if (!network.startsWith("/proc")) {
            Files.createSymbolicLink(folders.networkLink(handle), network);
        }
        if (processes.isPresent()) {
            Files.createSymbolicLink(folders.processesLink(handle), processes.get());
        }
        Files.createSymbolicLink(folders.taskLink(handle), folders.task(record.taskId()));
    }

    /**
     * Containers that a server of an earlier version made have no links; the task's is the last.
     */
    private void linkAgain(ContainerRecord record) throws LaunchException {
        if (Files.isSymbolicLink(folders.taskLink(record.handle()))) {
            return;
        }
        try {
            Path config = folders.bundle(record.handle()).resolve("config.json");
            Map<String, String> paths = new HashMap<>();
            for (JsonNode namespace :
                    JSON.readTree(Files.readAllBytes(config)).at("/linux/namespaces")) {
                paths.put(namespace.path("type").asText(), namespace.path("path").asText());
            }
            Files.deleteIfExists(folders.networkLink(record.handle()));
            Files.deleteIfExists(folders.processesLink(record.handle()));
            link(
                    record,
                    Path.of(paths.getOrDefault("network", "/proc")),
                    Optional.of(paths.getOrDefault("pid", ""))
                            .filter(path -> !path.isEmpty())
                            .map(Path::of));
        } catch (IOException e) {
            throw new LaunchException(
                    "CannotCreateContainerError", String.valueOf(e.getMessage()), e);
        }
    }

    private static void text(Path file, String text) throws IOException {
        Files.writeString(file, text);
        FileNodes.permit(file, 0644);
    }

    /** Containers of one task that are made side by side take turns. */
    private void fill(Path root, String taskId, TaskVolumes.Mount mount) throws IOException {
        Path volume = folders.volume(taskId, mount.number());
        Path marker = volume.resolveSibling(volume.getFileName() + ".filling");
        synchronized (turns[Math.floorMod(volume.hashCode(), turns.length)]) {
            VolumeSeed.fill(root, mount.path(), volume, marker);
        }
    }

    /** As Docker does: made when it is missing, and the user's own then; in a volume, too. */
    private void makeWorkingDirectory(
            Path root,
            String taskId,
            List<TaskVolumes.Mount> volumes,
            String directory,
            Users.User user)
            throws IOException {
        Path top = root;
        Path wanted = Path.of(directory).normalize();
        for (TaskVolumes.Mount mount : volumes) {
            if (wanted.startsWith(mount.path())) {
                top = folders.volume(taskId, mount.number());
                directory = mount.path().relativize(wanted).toString();
            }
        }
        Path path = RootedPath.resolve(top, directory, true);
        if (!Files.exists(path)) {
            Files.createDirectories(path);
            FileNodes.permit(path, 0755);
            FileNodes.own(path, user.uid(), user.gid());
        }
    }

    /** Lets a created container go. */
    void start(ContainerRecord record) throws LaunchException {
        Path fifo = folders.runtimeRoot().resolve(record.handle()).resolve("exec.fifo");
        try {
            record.write(folders.of(record.handle()));
            if (equipment.runtime().name().equals("crun") && FileNodes.wake(fifo)) {
                // What "crun start" does, without the ten milliseconds of a process.
                Files.deleteIfExists(fifo);
                return;
            }
            equipment.runtime().run(folders, List.of("start", record.handle()));
        } catch (IOException e) {
            throw new LaunchException(
                    "CannotStartContainerError", String.valueOf(e.getMessage()), e);
        }
    }

    /** Completes a start of which a crash leaves nobody knowing how far it got. */
    void release(String handle) throws IOException {
        Path fifo = folders.runtimeRoot().resolve(handle).resolve("exec.fifo");
        if (!equipment.runtime().name().equals("crun")) {
            equipment.runtime().run(folders, List.of("start", handle));
            return;
        }
        // Nobody waits there when it was let go and only the FIFO was still to be removed.
        boolean _ = FileNodes.wake(fifo);
        Files.deleteIfExists(fifo);
    }

    /** Whether the runtime still holds it back. */
    boolean waits(String handle) {
        return Files.exists(folders.runtimeRoot().resolve(handle).resolve("exec.fifo"));
    }

    /** Names in a folder; none when it is not there. */
    static List<String> names(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
        } catch (IOException _) {
            return List.of();
        }
    }
}
