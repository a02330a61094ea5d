package dev.slipway.controlplane.planning;

import dev.slipway.controlplane.ecs.taskdefinition.ContainerSpec;
import dev.slipway.nodelink.ContainerPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** When a container starts, restarts and stops: a definition's words, AWS's defaults filled in. */
final class Lifecycles {
    private static final int STOP_TIMEOUT_SECONDS = 30;
    private static final int ATTEMPT_PERIOD_SECONDS = 300;

    /** Only a timeout that a definition gives ends the wait for a dependency, as on AWS. */
    private static final int NO_START_TIMEOUT = 0;

    private Lifecycles() {}

    static ContainerPlan.Lifecycle of(ContainerSpec.Lifecycle spec) {
        return new ContainerPlan.Lifecycle(
                spec.dependsOn().stream().map(Lifecycles::dependency).toList(),
                spec.startTimeout().orElse(NO_START_TIMEOUT),
                spec.stopTimeout().orElse(STOP_TIMEOUT_SECONDS),
                spec.healthCheck().flatMap(Lifecycles::healthCheck),
                spec.restartPolicy()
                        .filter(ContainerSpec.RestartPolicy::enabled)
                        .map(Lifecycles::restartPolicy));
    }

    private static ContainerPlan.Dependency dependency(ContainerSpec.Dependency spec) {
        return new ContainerPlan.Dependency(
                spec.containerName(), ContainerPlan.Condition.valueOf(spec.condition()));
    }

    private static ContainerPlan.RestartPolicy restartPolicy(ContainerSpec.RestartPolicy spec) {
        return new ContainerPlan.RestartPolicy(
                spec.ignoredExitCodes(),
                spec.restartAttemptPeriod().orElse(ATTEMPT_PERIOD_SECONDS));
    }

    /** {@code NONE} is a check that is not made. */
    private static Optional<ContainerPlan.HealthCheck> healthCheck(ContainerSpec.HealthCheck spec) {
        if (!spec.checks()) {
            return Optional.empty();
        }
        List<String> command = new ArrayList<>();
        if (spec.command().getFirst().equals("CMD-SHELL")) {
            command.addAll(List.of("/bin/sh", "-c"));
        }
        command.addAll(spec.command().subList(1, spec.command().size()));
        return Optional.of(
                new ContainerPlan.HealthCheck(
                        command,
                        spec.interval(),
                        spec.timeout(),
                        spec.retries(),
                        spec.startPeriod().orElse(0)));
    }
}
