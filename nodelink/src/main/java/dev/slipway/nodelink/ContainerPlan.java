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
 * @param lifecycle when it starts, restarts and stops
 * @param dropCapabilities without the {@code CAP_} prefix, or {@code ALL}
 * @param addCapabilities without the {@code CAP_} prefix
 * @param ports what the definition says it listens on; tells, does not open anything
 * @param mountPoints volumes of the task that it sees, in the definition's order
 * @param volumesFrom other containers of the task whose volumes it sees at the same places
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
        Lifecycle lifecycle,
        List<String> dropCapabilities,
        List<String> addCapabilities,
        List<Port> ports,
        Map<String, String> labels,
        List<Ulimit> ulimits,
        List<MountPoint> mountPoints,
        List<VolumeFrom> volumesFrom,
        Fittings fittings,
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
        mountPoints = List.copyOf(mountPoints);
        volumesFrom = List.copyOf(volumesFrom);
    }

    /**
     * @param dependsOn what must have become of other containers before it starts
     * @param startTimeoutSeconds that long others wait for it to meet their conditions; 0: without
     *     end
     * @param stopTimeoutSeconds between the stop signal and SIGKILL
     * @param healthCheck empty: its health stays unknown
     * @param restartPolicy empty: its first end is its last
     */
    public record Lifecycle(
            List<Dependency> dependsOn,
            int startTimeoutSeconds,
            int stopTimeoutSeconds,
            Optional<HealthCheck> healthCheck,
            Optional<RestartPolicy> restartPolicy) {
        public Lifecycle {
            dependsOn = List.copyOf(dependsOn);
        }

        /** Depends on nothing, is not checked, is not restarted. */
        public static Lifecycle plain(int stopTimeoutSeconds) {
            return new Lifecycle(
                    List.of(), 0, stopTimeoutSeconds, Optional.empty(), Optional.empty());
        }
    }

    public record Dependency(String container, Condition condition) {}

    /** What a container must have come to. */
    public enum Condition {
        START,
        COMPLETE,
        SUCCESS,
        HEALTHY
    }

    /**
     * @param command what is run in the container, without {@code CMD}; {@code CMD-SHELL} has
     *     become {@code /bin/sh -c}
     * @param retries failures in a row that make it unhealthy
     * @param startPeriodSeconds after the start failures do not count until a check succeeds
     */
    public record HealthCheck(
            List<String> command,
            int intervalSeconds,
            int timeoutSeconds,
            int retries,
            int startPeriodSeconds) {
        public HealthCheck {
            command = List.copyOf(command);
        }
    }

    /**
     * @param ignoredExitCodes ends with these are final
     * @param attemptPeriodSeconds an end sooner than that after the last start is final
     */
    public record RestartPolicy(List<Integer> ignoredExitCodes, int attemptPeriodSeconds) {
        public RestartPolicy {
            ignoredExitCodes = List.copyOf(ignoredExitCodes);
        }
    }

    /**
     * @param volume name in {@link TaskPlan.Storage#volumes()}
     */
    public record MountPoint(String volume, String containerPath, boolean readOnly) {}

    public record VolumeFrom(String container, boolean readOnly) {}

    /**
     * @param systemControls sysctls by their names, such as {@code net.core.somaxconn}
     * @param initProcess a process of ours is PID 1, forwards signals and reaps
     * @param interactive standard input stays open
     * @param pseudoTerminal standard streams are a terminal
     */
    public record Fittings(
            Map<String, String> systemControls,
            boolean initProcess,
            boolean interactive,
            boolean pseudoTerminal) {
        /** Nothing special. */
        public static final Fittings NONE = new Fittings(Map.of(), false, false, false);

        public Fittings {
            systemControls =
                    java.util.Collections.unmodifiableMap(
                            new java.util.LinkedHashMap<>(systemControls));
        }
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
