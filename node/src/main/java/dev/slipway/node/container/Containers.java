package dev.slipway.node.container;

import dev.slipway.node.host.Cgroups;
import dev.slipway.node.host.ExitWatch;
import dev.slipway.node.host.FileNodes;
import dev.slipway.node.host.Mounts;
import dev.slipway.node.host.Processes;
import dev.slipway.node.host.Programs;
import dev.slipway.node.host.Spawner;
import dev.slipway.node.host.Trees;
import dev.slipway.node.host.Turns;
import dev.slipway.node.volume.TaskDisks;
import dev.slipway.nodelink.TaskPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.LoggerFactory;

/** The containers of this instance. All methods may be called from many threads at once. */
public final class Containers implements AutoCloseable {
    /** Where conmon is moved out of our own groups; that of a service manager is "systemd". */
    private static final List<String> CONMON_TREES = List.of("systemd", "memory", "cpu", "pids");

    /** Half of its time, a container that is made waits for the kernel. */
    private static final int CREATIONS = 2;

    /** As ECS's own agent. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final long GIB = 1L << 30;

    private final Equipment equipment;
    private final Spawner spawner;
    private final Launch launch;
    private final Removal removal;
    private final Lifecycle lifecycle;
    private final SharedProcesses processes;
    private final ReadyMonitors monitors;
    private final Turns creations = Turns.forEachProcessor(CREATIONS);
    private final Map<String, Container> known = new ConcurrentSkipListMap<>();

    private Containers(ContainersSetup setup, Equipment equipment, Spawner spawner) {
        this.equipment = equipment;
        this.spawner = spawner;
        this.launch = new Launch(equipment);
        this.processes = new SharedProcesses(equipment);
        this.removal = new Removal(equipment.folders(), equipment.cgroups(), equipment.runtime());
        this.monitors = new ReadyMonitors(equipment, removal);
        this.lifecycle =
                new Lifecycle(
                        equipment,
                        launch,
                        removal,
                        new ContainerCheck(equipment, spawner, removal),
                        container -> {
                            if (!SharedProcesses.isHolder(container.record())) {
                                setup.ended().accept(container);
                            }
                        },
                        container -> known.remove(container.id()));
    }

    /**
     * Chooses a runtime, finds the containers that an earlier process of this instance left, undoes
     * those that were never started, and watches the others. One that ended meanwhile is ENDED in
     * {@link #all()} and not told of again.
     *
     * @throws IOException with a sentence for the user when no runtime works or the folder cannot
     *     be used
     */
    public static Containers open(ContainersSetup setup) throws IOException {
        return open(setup, PATIENCE, GIB);
    }

    /**
     * @param patience with the runtime, for each container
     * @param gib bytes of what is called a GiB of storage
     */
    static Containers open(ContainersSetup setup, Duration patience, long gib) throws IOException {
        if (!setup.instance().matches("[a-z0-9]{2,12}")) {
            throw new IllegalArgumentException("instance: " + setup.instance());
        }
        var folders = new Folders(setup.folder().toAbsolutePath(), setup.instance());
        Mounts.inMemory(folders.run());
        Files.createDirectories(folders.data());
        FileNodes.spread(folders.data());
        for (Path folder : folders.ofHandles()) {
            Files.createDirectories(folder);
        }
        Files.createDirectories(folders.tasks());
        FileNodes.spread(folders.all());
        FileNodes.spread(folders.tasks());
        Cgroups cgroups = Cgroups.ofThisMachine();
        RuntimeChoice runtime = RuntimeProbe.choose(setup.runtime(), folders, cgroups);
        Path conmon =
                Programs.find("conmon")
                        .orElseThrow(() -> new IOException("conmon is not installed"));
        long capabilities = Processes.capabilities();
        var spawner = new Spawner();
        var watch = new ExitWatch();
        var equipment =
                new Equipment(
                        folders,
                        cgroups,
                        new TaskLimits(cgroups),
                        new ContainerGroup(cgroups),
                        new Mounts(setup.layers().toAbsolutePath()),
                        new TaskDisks(folders.disks(), gib),
                        watch,
                        new Conmon(conmon, runtime, folders, spawner, watch, patience),
                        runtime,
                        new OciConfig.Privileges(
                                capabilities,
                                Rlimits.ofThisProcess(capabilities),
                                SeccompProfile.ofThisMachine(),
                                runtime.name().equals("crun"),
                                runtime.entersGroups()),
                        Processes.bootId(),
                        setup.clock());
        var containers = new Containers(setup, equipment, spawner);
        containers.settle();
        containers.adopt();
        return containers;
    }

    private void settle() throws IOException {
        String group = equipment.folders().conmonGroup();
        equipment.limits().prepare(equipment.folders().group());
        equipment.cgroups().make(group, CONMON_TREES);
        if (equipment.runtime().entersGroups()) {
            equipment.containerGroup().prepare(equipment.folders().group());
        }
        if (equipment.cgroups().version() == 1) {
            // A child is born in the groups of the thread that makes it: no move, which would wait
            // for every processor of the machine.
            spawner.onThread(
                    () -> {
                        try {
                            equipment.cgroups().enterThread(group, CONMON_TREES);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
    }

    private void adopt() throws IOException {
        Folders folders = equipment.folders();
        for (String handle : Launch.names(folders.all())) {
            Optional<ContainerRecord> record = ContainerRecord.read(folders.of(handle));
            if (record.isEmpty()) {
                removal.container("", handle, handle);
                continue;
            }
            String id = record.get().id();
            var container = new Container(lifecycle, record.get(), folders.log(handle));
            known.put(id, container);
            if (!lifecycle.adopt(container)) {
                known.remove(id);
            }
        }
    }

    public RuntimeChoice runtime() {
        return equipment.runtime();
    }

    /** Things that a user should be told once, such as a limit that had to be clamped. */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>(equipment.privileges().rlimits().remarks());
        remarks.addAll(equipment.disks().remarks());
        return remarks;
    }

    /** Makes ready what launches to come need, without waiting for it. */
    public void makeAhead() {
        equipment.disks().makeAhead();
        monitors.makeAhead();
    }

    /**
     * Makes the task's cgroup with its hard limits, or sets them again and reads them back, and the
     * task's volumes. Whoever is in the task's process namespace sees one process more.
     *
     * @param networkNamespace path of the task's network namespace
     */
    public void openTask(TaskPlan task, Path networkNamespace) throws LaunchException {
        Folders folders = equipment.folders();
        equipment.limits().open(folders.group(task.id()), task.cpuUnits(), task.memoryMib());
        try {
            equipment.disks().give(folders.task(task.id()), task.storage().sizeGib());
            for (int i = 0; i < task.storage().volumes().size(); i++) {
                Files.createDirectories(folders.volume(task.id(), i));
            }
        } catch (IOException e) {
            throw new LaunchException(
                    "CannotCreateVolumeError", "the task's volumes: " + e.getMessage(), e);
        }
        String holder = SharedProcesses.holder(task.id());
        if (task.sharedProcesses() && !known.containsKey(holder)) {
            hold(task.id(), holder, networkNamespace);
        }
    }

    private void hold(String taskId, String id, Path network) throws LaunchException {
        try {
            Container holder = take(launch.holder(id, taskId, network, processes));
            holder.start();
            processes.keep(taskId, holder.pid());
        } catch (LaunchException | RuntimeException e) {
            known.remove(id);
            undo(taskId, id, id, e);
            throw e;
        }
    }

    /** Removes what the task had as a whole; its containers were deleted before. */
    public void closeTask(String taskId) throws IOException {
        Container holder = known.get(SharedProcesses.holder(taskId));
        if (holder != null) {
            holder.delete();
        }
        processes.letGo(taskId);
        equipment.disks().takeBack(equipment.folders().task(taskId));
        removal.removeGroup(equipment.folders().group(taskId));
    }

    /** Bytes in use of an open task's own disk; empty where it has none that is its own. */
    public OptionalLong storageUsed(String taskId) {
        return equipment.disks().used(equipment.folders().task(taskId));
    }

    /** Makes a container of an open task, ready to be started. */
    public Container create(ContainerSpec spec) throws LaunchException {
        if (!spec.id().matches("[A-Za-z0-9][A-Za-z0-9-]{0,63}")) {
            throw new IllegalArgumentException("container id: " + spec.id());
        }
        boolean plain =
                !spec.plan().fittings().pseudoTerminal() && !spec.plan().fittings().interactive();
        Optional<ReadyMonitors.Ready> ready = plain ? monitors.take() : Optional.empty();
        Launch.Launched launched;
        try (Turns.Turn _ = creations.take()) {
            launched = launch.create(spec, ready);
        } catch (LaunchException | RuntimeException e) {
            String handle = ready.map(ReadyMonitors.Ready::handle).orElse(spec.id());
            undo(spec.taskId(), spec.id(), handle, e);
            throw e;
        }
        return take(launched);
    }

    private Container take(Launch.Launched launched) {
        String id = launched.record().id();
        var container =
                new Container(
                        lifecycle,
                        launched.record(),
                        equipment.folders().log(launched.record().handle()));
        known.put(id, container);
        monitors.passedOn(launched.record().handle());
        lifecycle.watch(container, launched.conmon());
        return container;
    }

    private void undo(String taskId, String id, String handle, Exception why) {
        try {
            removal.container(taskId, id, handle);
            monitors.passedOn(handle);
        } catch (IOException | RuntimeException e) {
            why.addSuppressed(e);
            LoggerFactory.getLogger(Containers.class)
                    .error("container {} could not be undone", id, e);
        }
    }

    /** Every container that was not deleted: adopted ones and those made since, by id. */
    public List<Container> all() {
        return known.values().stream()
                .filter(container -> !SharedProcesses.isHolder(container.record()))
                .toList();
    }

    /** One of {@link #all()}. */
    public Optional<Container> find(String id) {
        return Optional.ofNullable(known.get(id))
                .filter(container -> !SharedProcesses.isHolder(container.record()));
    }

    /** Ids of the layers that containers have mounted. */
    public Set<List<String>> layersInUse() {
        var stacks = new HashSet<List<String>>();
        known.values().forEach(container -> stacks.add(container.record().layers()));
        return stacks;
    }

    /**
     * Mounts, cgroups, processes and folders in this instance's name that belong to no container
     * that {@link #all()} knows, each in one line.
     *
     * @param openTasks ids of tasks whose cgroup is wanted
     */
    public List<String> leaks(Set<String> openTasks) {
        var leaks = new Leaks(equipment.folders(), equipment.cgroups());
        List<String> found = leaks.find(openTasks, Set.copyOf(known.keySet()), handles());
        if (!found.isEmpty()) {
            // What was begun or ended during the first look is not seen as a leak by the second.
            found.retainAll(leaks.find(openTasks, Set.copyOf(known.keySet()), handles()));
        }
        return found;
    }

    /** How many monitors wait for containers. */
    int ready() {
        return monitors.size();
    }

    private Set<String> handles() {
        Set<String> handles = new HashSet<>(monitors.handles());
        known.values().forEach(container -> handles.add(container.record().handle()));
        return handles;
    }

    /** Kills and deletes every container, and removes everything in this instance's name. */
    public void dismantle() throws IOException {
        monitors.close();
        for (Container container : known.values()) {
            container.delete();
        }
        Folders folders = equipment.folders();
        Cgroups cgroups = equipment.cgroups();
        if (cgroups.version() == 1) {
            Map<String, String> ours = Cgroups.ours();
            spawner.onThread(
                    () -> {
                        try {
                            for (String tree : CONMON_TREES) {
                                cgroups.enterThread(ours.getOrDefault(tree, "/"), List.of(tree));
                            }
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
        removal.empty(folders.group());
        removal.removeGroup(folders.group());
        for (Path folder : List.of(folders.data(), folders.run())) {
            for (Path mount : Mounts.below(folder).reversed()) {
                Mounts.drop(mount).run();
            }
        }
        equipment.disks().close();
        Trees.delete(folders.disks());
        Trees.delete(folders.all());
        Trees.delete(folders.tasks());
        Trees.delete(folders.run());
        close();
    }

    /** Stops watching; containers go on running. */
    @Override
    public void close() {
        monitors.close();
        equipment.watch().close();
        equipment.mounts().close();
        equipment.disks().close();
        equipment.runtime().close();
        spawner.close();
    }
}
