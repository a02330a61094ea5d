package dev.slipway.controlplane.planning;

import dev.slipway.controlplane.ec2.gateway.InternetGateway;
import dev.slipway.controlplane.ec2.networkinterface.NetworkInterface;
import dev.slipway.controlplane.ec2.prefixlist.PrefixList;
import dev.slipway.controlplane.ec2.routetable.RouteTable;
import dev.slipway.controlplane.ec2.routetable.SubnetAssociation;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroup;
import dev.slipway.controlplane.ec2.subnet.Subnet;
import dev.slipway.controlplane.ec2.vpc.Vpc;
import dev.slipway.controlplane.ecs.task.Task;
import dev.slipway.controlplane.state.Change;
import dev.slipway.controlplane.state.Key;
import dev.slipway.nodelink.TaskPlan;
import java.util.Optional;
import java.util.Set;

/** What a changed record means for one node's plan: that part is computed anew, and no other. */
final class Touched {
    private static final Set<String> NETWORK =
            Set.of(SecurityGroup.KIND.name(), Subnet.KIND.name(), Vpc.KIND.name());

    /** What decides where a subnet's packets go. */
    private static final Set<String> ROUTING =
            Set.of(
                    RouteTable.KIND.name(),
                    SubnetAssociation.KIND.name(),
                    InternetGateway.KIND.name(),
                    Vpc.KIND.name());

    private Touched() {}

    static void by(Change change, String nodeId, NodeBook book, Recorded recorded) {
        Key key = change.key();
        String kind = change.kind().name();
        if (kind.equals(Task.KIND.name())) {
            task(key, nodeId, book, recorded);
        } else if (NETWORK.contains(kind)) {
            book.settle(key.name(), key.scope(), recorded);
        } else if (kind.equals(NetworkInterface.KIND.name())) {
            if (book.hasInterface(key.name())) {
                book.putInterface(key.name(), key.scope(), recorded);
            }
        }
        if (ROUTING.contains(kind)) {
            book.settleSubnets(key.scope(), recorded);
        } else if (kind.equals(PrefixList.KIND.name())) {
            book.settleGroupsOf(key.name(), key.scope(), recorded);
        }
    }

    /** Plans the task of a key as it now is, if it is the node's. */
    static void task(Key key, String nodeId, NodeBook book, Recorded recorded) {
        Optional<Task> task = recorded.reader().find(Task.KIND, key);
        if (task.isEmpty()) {
            book.dropTask(key.name().substring(key.name().indexOf('/') + 1), recorded);
        } else if (task.get().nodeId().equals(nodeId)) {
            plan(book, task.get(), recorded);
        }
    }

    /** Plans a task of the book's node as it now is. */
    static void plan(NodeBook book, Task task, Recorded recorded) {
        Optional<TaskPlan> planned = task.stopped() ? Optional.empty() : recorded.task(task);
        if (planned.isPresent()) {
            book.putTask(task.ask().scope(), planned.get(), recorded);
        } else {
            book.dropTask(task.id(), recorded);
        }
    }
}
