package dev.slipway.node.metadata;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.node.agent.TaskView;
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
final class TaskDocument {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TaskDocument() {}

    static ObjectNode task(TaskView view, boolean tags, Instant now) {
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
        ObjectNode drift = out.putObject("ClockDrift");
        drift.put("ClockErrorBound", 0.5);
        drift.put("ReferenceTimestamp", now.toString());
        drift.put("ClockSynchronizationStatus", "SYNCHRONIZED");
        out.put("FaultInjectionEnabled", false);
        var containers = out.putArray("Containers");
        for (ContainerPlan container : plan.containers()) {
            report(report, container.name())
                    .ifPresent(seen -> containers.add(container(view, container, seen)));
        }
        if (tags && !plan.tags().isEmpty()) {
            ObjectNode all = out.putObject("TaskTags");
            new TreeMap<>(plan.tags()).forEach(all::put);
        }
        return out;
    }

    static ObjectNode container(TaskView view, ContainerPlan plan, ContainerReport report) {
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
        plan.log().ifPresent(log -> log(log, out));
        out.put("ContainerARN", plan.arn());
        view.network().ifPresent(network -> network(network, view.subnet(), task, out));
        out.put("Snapshotter", "overlayfs");
        return out;
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

    private static void network(
            InterfacePlan network, Optional<SubnetPlan> subnet, TaskPlan task, ObjectNode out) {
        ObjectNode one = out.putArray("Networks").addObject();
        one.put("NetworkMode", "awsvpc");
        one.putArray("IPv4Addresses").add(network.privateAddress());
        one.put("AttachmentIndex", 0);
        one.put("MACAddress", network.macAddress());
        subnet.ifPresent(s -> one.put("IPv4SubnetCIDRBlock", s.cidr()));
        one.putArray("DomainNameServers").add("169.254.169.253");
        one.putArray("DomainNameSearchList").add(TaskNames.domain(task.region()));
        one.put("PrivateDNSName", TaskNames.hostname(network.privateAddress(), task.region()));
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
