package dev.slipway.controlplane.ecs;

import dev.slipway.wire.AwsError;
import dev.slipway.wire.Refusal;
import java.util.ArrayList;
import java.util.List;

/**
 * The operations of ECS that are not served, and why. Those that declare
 * UnsupportedFeatureException in AWS's model answer it, the others InvalidParameterException, which
 * all declare.
 */
final class RefusedOperations {
    static final String UNSUPPORTED = "UnsupportedFeatureException";
    private static final String INVALID = "InvalidParameterException";

    private static final String INSTANCES = "EC2 and external container instances only";
    private static final String CAPACITY =
            "Auto Scaling group and managed-instances providers only";
    private static final String DAEMONS = "managed instances only";
    private static final String SERVICES = "services are not supported yet";
    private static final String TASK_SETS = "the external deployment controller is not supported";
    private static final String EXPRESS = "Express services are not supported";

    private RefusedOperations() {}

    static List<Refusal> all() {
        List<Refusal> all = new ArrayList<>();
        add(all, UNSUPPORTED, CAPACITY, "CreateCapacityProvider", "DeleteCapacityProvider");
        add(all, UNSUPPORTED, CAPACITY, "UpdateCapacityProvider");
        add(all, UNSUPPORTED, INSTANCES, "StartTask");
        add(all, INVALID, INSTANCES, "DeleteAttributes", "ListAttributes", "PutAttributes");
        add(all, INVALID, INSTANCES, "RegisterContainerInstance", "DeregisterContainerInstance");
        add(all, INVALID, INSTANCES, "UpdateContainerAgent", "UpdateContainerInstancesState");
        add(all, INVALID, INSTANCES, "DiscoverPollEndpoint", "SubmitAttachmentStateChanges");
        add(all, INVALID, INSTANCES, "SubmitContainerStateChange", "SubmitTaskStateChange");
        add(all, UNSUPPORTED, DAEMONS, "CreateDaemon", "DeleteDaemon", "DescribeDaemon");
        add(all, UNSUPPORTED, DAEMONS, "DescribeDaemonDeployments", "DescribeDaemonRevisions");
        add(all, UNSUPPORTED, DAEMONS, "ListDaemonDeployments", "ListDaemons", "UpdateDaemon");
        add(all, INVALID, DAEMONS, "RegisterDaemonTaskDefinition", "DeleteDaemonTaskDefinition");
        add(all, INVALID, DAEMONS, "DescribeDaemonTaskDefinition", "ListDaemonTaskDefinitions");
        add(all, UNSUPPORTED, SERVICES, "CreateService", "UpdateService");
        add(all, INVALID, SERVICES, "DeleteService", "DescribeServices", "ListServices");
        add(all, INVALID, SERVICES, "ListServicesByNamespace");
        add(all, UNSUPPORTED, SERVICES, "DescribeServiceDeployments", "DescribeServiceRevisions");
        add(all, UNSUPPORTED, SERVICES, "ListServiceDeployments", "StopServiceDeployment");
        add(all, UNSUPPORTED, SERVICES, "ContinueServiceDeployment");
        add(all, UNSUPPORTED, TASK_SETS, "CreateTaskSet", "DeleteTaskSet", "DescribeTaskSets");
        add(all, UNSUPPORTED, TASK_SETS, "UpdateTaskSet", "UpdateServicePrimaryTaskSet");
        add(all, UNSUPPORTED, EXPRESS, "CreateExpressGatewayService");
        add(all, UNSUPPORTED, EXPRESS, "DeleteExpressGatewayService");
        add(all, UNSUPPORTED, EXPRESS, "DescribeExpressGatewayService");
        add(all, UNSUPPORTED, EXPRESS, "UpdateExpressGatewayService");
        add(all, INVALID, "ECS Exec is not supported yet", "ExecuteCommand");
        return all;
    }

    private static void add(List<Refusal> all, String code, String why, String... operations) {
        for (String operation : operations) {
            String message = "Slipway does not support " + operation + ": " + why + ".";
            all.add(new Refusal(operation, AwsError.of(code, message), why));
        }
    }
}
