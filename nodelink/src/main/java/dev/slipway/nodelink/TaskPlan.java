package dev.slipway.nodelink;

import java.util.List;
import java.util.Map;

/**
 * A task as the node is to run it.
 *
 * @param id 32 lower-case hex digits, the last part of the ARN
 * @param account 12 digits
 * @param desired RUNNING, or STOPPED: stop its containers (the stop signal, the container's stop
 *     timeout, then SIGKILL)
 * @param interfaceId the task's interface, in {@link NodePlan#interfaces()}
 * @param cpuUnits 1024 are one CPU: the hard limit of the whole task
 * @param memoryMib the hard limit of the whole task
 * @param storage the task's own disk
 * @param sharedProcesses its containers share one process namespace ({@code pidMode: task})
 * @param credentialsId unguessable part of the credentials path; empty when the task has no role
 * @param tags for the metadata endpoint
 */
public record TaskPlan(
        String id,
        String arn,
        String account,
        String region,
        String clusterArn,
        String family,
        int revision,
        String availabilityZone,
        String launchType,
        Desired desired,
        String interfaceId,
        int cpuUnits,
        int memoryMib,
        Storage storage,
        boolean sharedProcesses,
        String credentialsId,
        String taskRoleArn,
        Map<String, String> tags,
        List<ContainerPlan> containers) {
    public TaskPlan {
        tags = Map.copyOf(tags);
        containers = List.copyOf(containers);
    }

    /**
     * Ephemeral storage: it lasts as long as the task.
     *
     * @param sizeGib 20 to 200
     * @param volumes names of the bind volumes that live on it
     */
    public record Storage(int sizeGib, List<String> volumes) {
        public Storage {
            volumes = List.copyOf(volumes);
        }

        /** What a task gets that asks for nothing. */
        public static final Storage DEFAULT = new Storage(20, List.of());
    }

    public enum Desired {
        RUNNING,
        STOPPED
    }
}
