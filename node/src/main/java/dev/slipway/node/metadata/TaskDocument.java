package dev.slipway.node.metadata;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.node.agent.TaskView;
import dev.slipway.node.stats.ClockDrift;
import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.InterfacePlan;
import dev.slipway.nodelink.SubnetPlan;
import dev.slipway.nodelink.TaskPlan;
import dev.slipway.nodelink.TaskReport;
import dev.slipway.nodelink.TaskReport.ContainerReport;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;

/** Tasks and containers as version 4 (and 3) of the endpoint words them on Fargate. Pure. */
record TaskDocument(TaskView view, Around around) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MIB_PER_GIB = 1024;

    /**
     * What a task is not told by its plan or report.
     *
     * @param resolver the name server in its containers' {@code resolv.conf}
     * @param storageUsed MiB
     */
    record Around(
            Optional<String> resolver,
            Optional<Long> storageUsed,
            Optional<ClockDrift> clock,
            Instant now) {}

    ObjectNode task(boolean tags) {
        TaskPlan plan = view.plan();
        TaskReport report = view.report();
        ObjectNode out = JSON.createObjectNode();
        out.put("Cluster", plan.clusterArn());
        out.put("TaskARN", plan.arn());
        out.put("Family", plan.family());
        out.put("Revision", Integer.toString(plan.revision()));
        out.put("DesiredStatus", plan.desired().name());
        out.put("KnownStatus", known(report));
        ObjectNode limits = out.putObject("Limits");
        limits.put("CPU", plan.cpuUnits() / 1024.0);
        limits.put("Memory", plan.memoryMib());
        time(out, "PullStartedAt", report.pullStartedAt());
        time(out, "PullStoppedAt", report.pullStoppedAt());
        time(out, "ExecutionStoppedAt", report.executionStoppedAt());
        out.put("AvailabilityZone", plan.availabilityZone());
        out.put("LaunchType", plan.launchType());
        around.clock().ifPresent(clock -> drift(clock, out.putObject("ClockDrift")));
        ObjectNode storage = out.putObject("EphemeralStorageMetrics");
        around.storageUsed().ifPresent(mib -> storage.put("Utilized", mib));
        storage.put("Reserved", plan.storage().sizeGib() * MIB_PER_GIB);
        out.put("FaultInjectionEnabled", false);
        var containers = out.putArray("Containers");
        for (ContainerPlan container : plan.containers()) {
            report(report, container.name())
                    .ifPresent(seen -> containers.add(container(container, seen)));
        }
        if (tags && !plan.tags().isEmpty()) {
            ObjectNode all = out.putObject("TaskTags");
            new TreeMap<>(plan.tags()).forEach(all::put);
        }
        return out;
    }

    private void drift(ClockDrift clock, ObjectNode out) {
        out.put("ClockErrorBound", clock.errorBoundMillis());
        out.put("ReferenceTimestamp", around.now().toString());
        out.put(
                "ClockSynchronizationStatus",
                clock.synchronised() ? "SYNCHRONIZED" : "NOT_SYNCHRONIZED");
    }

    ObjectNode container(ContainerPlan plan, ContainerReport report) {
        TaskPlan task = view.plan();
        ObjectNode out = JSON.createObjectNode();
        out.put("DockerId", report.runtimeId());
        out.put("Name", plan.name());
        out.put("DockerName", plan.name());
        out.put("Image", plan.image());
        if (!report.imageDigest().isEmpty()) {
            out.put("ImageID", report.imageDigest());
        }
        ports(plan, out);
        ObjectNode labels = out.putObject("Labels");
        TreeMap<String, String> all = new TreeMap<>(plan.labels());
        all.put("com.amazonaws.ecs.cluster", task.clusterArn());
        all.put("com.amazonaws.ecs.container-name", plan.name());
        all.put("com.amazonaws.ecs.task-arn", task.arn());
        all.put("com.amazonaws.ecs.task-definition-family", task.family());
        all.put("com.amazonaws.ecs.task-definition-version", Integer.toString(task.revision()));
        all.forEach(labels::put);
        out.put("DesiredStatus", task.desired().name());
        out.put("KnownStatus", known(report));
        report.exitCode().ifPresent(code -> out.put("ExitCode", code));
        ObjectNode limits = out.putObject("Limits");
        limits.put("CPU", plan.cpuShares());
        if (plan.memoryMib() > 0) {
            limits.put("Memory", plan.memoryMib());
        }
        time(out, "CreatedAt", report.startedAt());
        time(out, "StartedAt", report.startedAt());
        time(out, "FinishedAt", report.finishedAt());
        out.put("Type", "NORMAL");
        if (plan.lifecycle().healthCheck().isPresent()) {
            health(report.health(), out.putObject("Health"));
        }
        volumes(plan, out);
        plan.log().ifPresent(log -> log(log, out));
        out.put("ContainerARN", plan.arn());
        if (plan.lifecycle().restartPolicy().isPresent()) {
            out.put("RestartCount", report.restarts());
        }
        view.network().ifPresent(network -> network(network, out));
        out.put("Snapshotter", "overlayfs");
        return out;
    }

    private static void health(TaskReport.Health health, ObjectNode out) {
        out.put("status", health.verdict().name());
        if (health.since().isAfter(Instant.EPOCH)) {
            out.put("statusSince", health.since().toString());
        }
    }

    /** By their names: where they lie on this machine is nobody's business. */
    private static void volumes(ContainerPlan plan, ObjectNode out) {
        if (plan.mountPoints().isEmpty()) {
            return;
        }
        var volumes = out.putArray("Volumes");
        for (ContainerPlan.MountPoint mount : plan.mountPoints()) {
            volumes.addObject()
                    .put("DockerName", mount.volume())
                    .put("Destination", mount.containerPath());
        }
    }

    private static void ports(ContainerPlan plan, ObjectNode out) {
        if (plan.ports().isEmpty()) {
            return;
        }
        var ports = out.putArray("Ports");
        for (ContainerPlan.Port port : plan.ports()) {
            ports.addObject()
                    .put("ContainerPort", port.containerPort())
                    .put("Protocol", port.protocol())
                    .put("HostPort", port.containerPort());
        }
    }

    private static void log(ContainerPlan.LogPlan log, ObjectNode out) {
        out.put("LogDriver", "awslogs");
        out.putObject("LogOptions")
                .put("awslogs-group", log.group())
                .put("awslogs-region", log.region())
                .put("awslogs-stream", log.stream());
    }

    private void network(InterfacePlan network, ObjectNode out) {
        String region = view.plan().region();
        Optional<SubnetPlan> subnet = view.subnet();
        ObjectNode one = out.putArray("Networks").addObject();
        one.put("NetworkMode", "awsvpc");
        one.putArray("IPv4Addresses").add(network.privateAddress());
        one.put("AttachmentIndex", 0);
        one.put("MACAddress", network.macAddress());
        subnet.ifPresent(s -> one.put("IPv4SubnetCIDRBlock", s.cidr()));
        around.resolver().ifPresent(server -> one.putArray("DomainNameServers").add(server));
        one.putArray("DomainNameSearchList").add(TaskNames.domain(region));
        one.put("PrivateDNSName", TaskNames.hostname(network.privateAddress(), region));
        subnet.ifPresent(s -> one.put("SubnetGatewayIpv4Address", TaskNames.gateway(s.cidr())));
    }

    static Optional<ContainerReport> report(TaskReport report, String container) {
        return report.containers().stream().filter(c -> c.name().equals(container)).findFirst();
    }

    private static String known(TaskReport report) {
        return switch (report.phase()) {
            case PREPARING ->
                    report.connectivityAt().isPresent() ? "RESOURCES_PROVISIONED" : "NONE";
            case RUNNING, STOPPING -> "RUNNING";
            case DEPROVISIONING, STOPPED -> "STOPPED";
        };
    }

    private static String known(ContainerReport report) {
        return switch (report.phase()) {
            case PENDING -> report.imageDigest().isEmpty() ? "NONE" : "PULLED";
            case RUNNING -> "RUNNING";
            case STOPPED -> "STOPPED";
        };
    }

    private static void time(ObjectNode out, String name, Optional<Instant> at) {
        at.ifPresent(t -> out.put(name, t.toString()));
    }
}
