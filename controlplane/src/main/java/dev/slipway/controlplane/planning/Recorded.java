package dev.slipway.controlplane.planning;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.task.Task;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.nodelink.InterfacePlan;
import dev.slipway.nodelink.SecurityGroupPlan;
import dev.slipway.nodelink.SubnetPlan;
import dev.slipway.nodelink.TaskPlan;
import dev.slipway.nodelink.VpcPlan;
import java.util.Optional;

/** One moment of recorded state, in the words of plans. */
record Recorded(Reader reader) {

    Optional<TaskPlan> task(Task task) {
        return Optional.empty();
    }

    Optional<InterfacePlan> networkInterface(Scope scope, String id) {
        return Optional.empty();
    }

    Optional<SecurityGroupPlan> securityGroup(Scope scope, String id) {
        return Optional.empty();
    }

    Optional<SubnetPlan> subnet(Scope scope, String id) {
        return Optional.empty();
    }

    Optional<VpcPlan> vpc(Scope scope, String id) {
        return Optional.empty();
    }
}
