package dev.slipway.node.container;

import dev.slipway.node.host.Cgroups;
import dev.slipway.node.host.Mounts;
import dev.slipway.node.host.Processes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What is there in an instance's name and belongs to nothing that lives. */
final class Leaks {
    private final Folders folders;
    private final Cgroups cgroups;

    Leaks(Folders folders, Cgroups cgroups) {
        this.folders = folders;
        this.cgroups = cgroups;
    }

    /**
     * @param containers their ids
     * @param handles of the containers, and of monitors that are ready
     */
    List<String> find(Set<String> tasks, Set<String> containers, Set<String> handles) {
        List<String> leaks = new ArrayList<>();
        for (Path mount : Mounts.below(folders.bundles())) {
            String handle = folders.bundles().relativize(mount).getName(0).toString();
            if (!handles.contains(handle)) {
                leaks.add("mount " + mount);
            }
        }
        for (Path folder : List.of(folders.tasks(), folders.processes())) {
            for (String task : Launch.names(folder)) {
                if (!tasks.contains(task)) {
                    leaks.add("folder " + folder.resolve(task));
                }
            }
        }
        for (String task : cgroups.children(folders.group())) {
            if (folders.group(task).equals(folders.conmonGroup())) {
                continue;
            }
            if (!tasks.contains(task)) {
                leaks.add("cgroup " + folders.group(task));
            }
            for (String id : cgroups.children(folders.group(task))) {
                if (!containers.contains(id)) {
                    leaks.add("cgroup " + folders.group(task, id));
                }
            }
        }
        for (long pid : cgroups.processes(folders.group())) {
            List<String> arguments = Processes.arguments(pid);
            boolean conmon = !arguments.isEmpty() && arguments.getFirst().equals("conmon");
            if (conmon && arguments.stream().noneMatch(handles::contains)) {
                leaks.add("process " + pid + " " + String.join(" ", arguments));
            }
        }
        for (Path folder : folders.ofHandles()) {
            for (String name : Launch.names(folder)) {
                if (!handles.contains(name)) {
                    leaks.add("folder " + folder.resolve(name));
                }
            }
        }
        return leaks;
    }
}
