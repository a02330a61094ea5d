package dev.slipway.controlplane.planning;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.networkinterface.NetworkInterface;
import dev.slipway.controlplane.ec2.networkinterface.NetworkInterfaces;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroups;
import dev.slipway.controlplane.ec2.subnet.Subnets;
import dev.slipway.controlplane.ec2.vpc.Vpc;
import dev.slipway.controlplane.ec2.vpc.Vpcs;
import dev.slipway.controlplane.ecs.task.Ask;
import dev.slipway.controlplane.ecs.task.Task;
import dev.slipway.controlplane.ecs.task.TaskContainer;
import dev.slipway.controlplane.ecs.taskdefinition.TaskDefinition;
import dev.slipway.controlplane.ecs.taskdefinition.TaskDefinitions;
import dev.slipway.controlplane.ecs.taskdefinition.VolumeSpec;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.InterfacePlan;
import dev.slipway.nodelink.SecurityGroupPlan;
import dev.slipway.nodelink.SubnetPlan;
import dev.slipway.nodelink.TaskPlan;
import dev.slipway.nodelink.VpcPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One moment of recorded state, in the words of plans. */
record Recorded(Reader reader) {

    /** Empty when the task's definition is gone, which it cannot be while the task lives. */
    Optional<TaskPlan> task(Task task) {
        Ask ask = task.ask();
        return TaskDefinitions.find(reader, ask.scope(), ask.definitionArn())
                .map(definition -> plan(task, ask, definition));
    }

    private static TaskPlan plan(Task task, Ask ask, TaskDefinition definition) {
        List<ContainerPlan> containers = new ArrayList<>();
        for (TaskContainer container : task.containers()) {
            definition
                    .container(container.name())
                    .ifPresent(spec -> containers.add(ContainerPlans.of(task, container, spec)));
        }
        return new TaskPlan(
                task.id(),
                task.arn(),
                ask.account(),
                ask.region(),
                ask.clusterArn(),
                ask.family(),
                ask.revision(),
                task.availabilityZone(),
                "FARGATE",
                task.life().stopRequested() ? TaskPlan.Desired.STOPPED : TaskPlan.Desired.RUNNING,
                task.attachment().interfaceId(),
                ask.cpuUnits(),
                ask.memoryMib(),
                new TaskPlan.Storage(
                        ask.ephemeralStorageGib(),
                        definition.volumes().stream().map(VolumeSpec::name).toList()),
                definition.pidMode().equals("task"),
                task.credentialsId(),
                ask.taskRoleArn(),
                task.tags().byKey(),
                containers);
    }

    Optional<InterfacePlan> networkInterface(Scope scope, String id) {
        return NetworkInterfaces.find(reader, scope, id).map(NetworkInterface::plan);
    }

    Optional<SecurityGroupPlan> securityGroup(Scope scope, String id) {
        return SecurityGroups.plan(reader, scope, id);
    }

    /** Whether a group's rules refer to a prefix list. */
    boolean refersTo(Scope scope, String groupId, String listId) {
        return SecurityGroups.find(reader, scope, groupId)
                .filter(group -> group.refersTo(listId))
                .isPresent();
    }

    Optional<SubnetPlan> subnet(Scope scope, String id) {
        return Subnets.find(reader, scope, id)
                .map(subnet -> subnet.plan(Subnets.isPublic(reader, scope, subnet)));
    }

    Optional<VpcPlan> vpc(Scope scope, String id) {
        return Vpcs.find(reader, scope, id).map(Vpc::plan);
    }
}
