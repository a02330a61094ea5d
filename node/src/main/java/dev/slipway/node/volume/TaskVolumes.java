package dev.slipway.node.volume;

import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.ContainerPlan.MountPoint;
import dev.slipway.nodelink.TaskPlan;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which of a task's volumes a container sees, and where. Pure. */
public final class TaskVolumes {
    private TaskVolumes() {}

    /**
     * A volume in a container.
     *
     * @param number of the volume in the task
     * @param path absolute and without dots
     */
    public record Mount(int number, Path path, boolean readOnly) {}

    /**
     * In the order in which they are mounted: one inside another comes later. What a container
     * mounts itself wins over what it takes from others, and the first it takes from over the next,
     * as in Docker.
     *
     * @throws VolumeException when two volumes are wanted at one place, or one that is not there
     */
    public static List<Mount> of(TaskPlan task, ContainerPlan container) throws VolumeException {
        return of(task, container, task.containers().size()).values().stream()
                .sorted(
                        Comparator.comparingInt((Mount mount) -> mount.path().getNameCount())
                                .thenComparing(Mount::path))
                .toList();
    }

    /**
     * @param depth how many containers may still stand behind each other
     */
    private static Map<Path, Mount> of(TaskPlan task, ContainerPlan container, int depth)
            throws VolumeException {
        Map<Path, Mount> all = new TreeMap<>();
        for (MountPoint point : container.mountPoints()) {
            Path path = Path.of(point.containerPath()).normalize();
            int number = task.storage().volumes().indexOf(point.volume());
            if (number < 0) {
                throw refused("the task has no volume " + point.volume());
            }
            if (!path.isAbsolute() || path.getNameCount() == 0) {
                throw refused("invalid mount path: " + point.containerPath());
            }
            if (all.put(path, new Mount(number, path, point.readOnly())) != null) {
                throw refused("Duplicate mount point: " + path);
            }
        }
        for (ContainerPlan.VolumeFrom from : container.volumesFrom()) {
            ContainerPlan source =
                    task.containers().stream()
                            .filter(c -> c.name().equals(from.container()))
                            .findFirst()
                            .orElseThrow(
                                    () -> refused("the task has no container " + from.container()));
            if (depth == 0) {
                throw refused("containers take volumes from each other in a circle");
            }
            of(task, source, depth - 1)
                    .forEach(
                            (path, mount) ->
                                    all.putIfAbsent(
                                            path,
                                            new Mount(
                                                    mount.number(),
                                                    path,
                                                    mount.readOnly() || from.readOnly())));
        }
        return all;
    }

    private static VolumeException refused(String message) {
        return new VolumeException(message);
    }
}
