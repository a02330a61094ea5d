package dev.slipway.node.agent;

import dev.slipway.nodelink.InterfacePlan;
import dev.slipway.nodelink.SubnetPlan;
import dev.slipway.nodelink.TaskPlan;
import dev.slipway.nodelink.TaskReport;
import java.util.Optional;

/**
 * A task as its own containers are told about it.
 *
 * @param network absent when the plan does not hold it any more
 */
public record TaskView(
        TaskPlan plan,
        TaskReport report,
        Optional<InterfacePlan> network,
        Optional<SubnetPlan> subnet) {}
