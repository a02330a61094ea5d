package dev.slipway.server.cloud;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.task.Task;
import dev.slipway.controlplane.ecs.task.Tasks;
import dev.slipway.controlplane.fleet.Fleet;
import dev.slipway.controlplane.iam.Credentials;
import dev.slipway.controlplane.logs.Logs;
import dev.slipway.controlplane.logstore.Batch;
import dev.slipway.controlplane.state.State;
import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.ControlPlaneLink;
import dev.slipway.nodelink.NodeReport;
import java.util.List;
import java.util.Optional;

/**
 * The control plane as a node in the same process sees it: each call goes to the room whose
 * business it is.
 */
final class Link implements ControlPlaneLink {
    private final State state;
    private final Fleet fleet;
    private final Tasks tasks;
    private final Logs logs;
    private final Credentials credentials;

    Link(State state, Fleet fleet, Tasks tasks, Logs logs, Credentials credentials) {
        this.state = state;
        this.fleet = fleet;
        this.tasks = tasks;
        this.logs = logs;
        this.credentials = credentials;
    }

    @Override
    public void report(NodeReport report) {
        fleet.report(report);
    }

    @Override
    public Optional<String> openLogStream(String account, ContainerPlan.LogPlan log) {
        return logs.openStream(
                        new Scope(account, log.region()),
                        log.group(),
                        log.stream(),
                        log.createGroup())
                .map(
                        why ->
                                "failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: "
                                        + why);
    }

    @Override
    public void putLogs(LogBatch batch) {
        Scope scope = new Scope(batch.account(), batch.region());
        long known = logs.position(scope, batch.group(), batch.stream());
        // A line of one output that waited long for its end begins before what the other output
        // has stored since: only of a batch that is sent again is anything left out.
        boolean sentAgain = batch.from() < known;
        List<Batch.Event> fresh =
                batch.lines().stream()
                        .filter(line -> !sentAgain || line.position() >= known)
                        .map(line -> new Batch.Event(line.timestampMillis(), line.message()))
                        .toList();
        if (batch.to() > known || (!sentAgain && !fresh.isEmpty())) {
            logs.append(
                    scope,
                    batch.group(),
                    batch.stream(),
                    Math.max(known, batch.from()),
                    batch.to(),
                    fresh);
        }
    }

    @Override
    public long logPosition(String account, String region, String group, String stream) {
        return logs.position(new Scope(account, region), group, stream);
    }

    @Override
    public Optional<TaskCredentials> credentials(String taskId, String credentialsId) {
        return tasks.find(state.read(), taskId)
                .filter(task -> !task.stopped() && !credentialsId.isEmpty())
                .filter(task -> credentialsIdOf(task).equals(credentialsId))
                .map(task -> credentials.forTask(task.ask().scope(), taskId, roleOf(task)));
    }

    private static String credentialsIdOf(Task task) {
        return task.credentialsId();
    }

    private static String roleOf(Task task) {
        return task.ask().taskRoleArn();
    }
}
