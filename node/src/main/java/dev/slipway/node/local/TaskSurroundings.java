package dev.slipway.node.local;

import dev.slipway.node.metadata.TaskNames;
import dev.slipway.node.network.Network;
import dev.slipway.nodelink.TaskPlan;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a container finds around it on Fargate: environment, names, resolver. Pure. */
final class TaskSurroundings {
    private TaskSurroundings() {}

    static Map<String, String> environment(TaskPlan task, String runtimeId, int apiPort) {
        String here = "http://" + Network.LINK_LOCAL;
        Map<String, String> all = new LinkedHashMap<>();
        all.put("AWS_EXECUTION_ENV", "AWS_ECS_FARGATE");
        all.put("AWS_REGION", task.region());
        all.put("AWS_DEFAULT_REGION", task.region());
        all.put("AWS_ENDPOINT_URL", here + ":" + apiPort);
        all.put("ECS_CONTAINER_METADATA_URI_V4", here + "/v4/" + runtimeId);
        all.put("ECS_CONTAINER_METADATA_URI", here + "/v3/" + runtimeId);
        all.put("ECS_AGENT_URI", here + "/api/" + runtimeId);
        if (!task.credentialsId().isEmpty()) {
            all.put(
                    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
                    "/v2/credentials/" + task.credentialsId());
        }
        return all;
    }

    static String hosts(String privateAddress, String region) {
        return "127.0.0.1 localhost\n"
                + privateAddress
                + " "
                + TaskNames.hostname(privateAddress, region)
                + "\n";
    }

    /**
     * The options bridge a restart of ours: the resolver is away for a moment, and a question that
     * is asked again soon is answered.
     */
    static String resolvConf(String vpcCidr, String region) {
        return "search "
                + TaskNames.domain(region)
                + "\nnameserver "
                + TaskNames.resolver(vpcCidr)
                + "\noptions timeout:1 attempts:5\n";
    }
}
