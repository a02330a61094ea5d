package dev.slipway.nodelink;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container of a task, in the order of the task definition. Overrides are already applied.
 *
 * @param name unique in the task
 * @param arn the container's ARN
 * @param image as the definition names it: {@code repo[:tag]} or {@code repo@sha256:...}
 * @param essential the task stops when this container does
 * @param entryPoint empty: the image's
 * @param command empty: the image's (unless an entry point is given)
 * @param environment in the definition's order; wins over the image's
 * @param user empty: the image's; forms as in Docker
 * @param workingDirectory empty: the image's
 * @param cpuShares relative weight within the task, 0 for the least
 * @param memoryMib hard limit, 0 for the task's only
 * @param memoryReservationMib soft limit, 0 for none
 * @param stopTimeoutSeconds between the stop signal and SIGKILL
 * @param dropCapabilities without the {@code CAP_} prefix, or {@code ALL}
 * @param addCapabilities without the {@code CAP_} prefix
 * @param ports what the definition says it listens on; tells, does not open anything
 * @param log where its output goes; empty: nowhere
 */
public record ContainerPlan(
        String name,
        String arn,
        String image,
        boolean essential,
        List<String> entryPoint,
        List<String> command,
        Map<String, String> environment,
        String user,
        String workingDirectory,
        boolean readonlyRootFilesystem,
        int cpuShares,
        int memoryMib,
        int memoryReservationMib,
        int stopTimeoutSeconds,
        List<String> dropCapabilities,
        List<String> addCapabilities,
        List<Port> ports,
        Map<String, String> labels,
        List<Ulimit> ulimits,
        Optional<LogPlan> log) {
    public ContainerPlan {
        entryPoint = List.copyOf(entryPoint);
        command = List.copyOf(command);
        // Order is kept: a later duplicate cannot occur, but people read their environment in the
        // order they wrote it.
        environment =
                java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(environment));
        dropCapabilities = List.copyOf(dropCapabilities);
        addCapabilities = List.copyOf(addCapabilities);
        ports = List.copyOf(ports);
        labels = Map.copyOf(labels);
        ulimits = List.copyOf(ulimits);
    }

    /**
     * @param protocol {@code tcp} or {@code udp}
     */
    public record Port(int containerPort, String protocol) {}

    public record Ulimit(String name, long soft, long hard) {}

    /**
     * The {@code awslogs} driver.
     *
     * @param group log group
     * @param stream {@code prefix/container/task-id}
     * @param createGroup make the group when it is missing
     * @param blocking a full buffer stalls the container instead of dropping lines
     * @param maxBufferBytes of a non-blocking buffer
     * @param multilineStart regular expression that a line which starts a new event matches; empty:
     *     every line is one
     */
    public record LogPlan(
            String region,
            String group,
            String stream,
            boolean createGroup,
            boolean blocking,
            long maxBufferBytes,
            String multilineStart) {}
}
