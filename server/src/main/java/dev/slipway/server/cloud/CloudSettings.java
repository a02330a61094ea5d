package dev.slipway.server.cloud;

import dev.slipway.node.image.PullPolicy;
import dev.slipway.nodelink.NodeReport;
import dev.slipway.server.instance.Instance;

/**
 * @param port 0 for any free one
 * @param auth {@code enforce} or {@code open}
 * @param account 12 digits; empty: the one that the data folder knows, or a new one
 * @param publicPool CIDR; empty: the one that the data folder knows, or a free one
 * @param node {@code local} or {@code simulated}
 * @param callerUid the user who may read the credentials; -1 for the one who runs the server
 * @param registryPort of the registry endpoint on loopback; 0: none; -1: 1000 above the port, where
 *     that is free
 * @param lent by the node to tasks; of what is 0, as much as it has to lend
 */
public record CloudSettings(
        Instance instance,
        int port,
        String auth,
        String account,
        String region,
        String publicPool,
        String node,
        int callerUid,
        PullPolicy pullPolicy,
        int registryPort,
        NodeReport.Capacity lent) {

    NodeReport.Capacity lent(NodeReport.Capacity there) {
        return new NodeReport.Capacity(
                lent.cpuUnits() > 0 ? lent.cpuUnits() : there.cpuUnits(),
                lent.memoryMib() > 0 ? lent.memoryMib() : there.memoryMib());
    }

    boolean open() {
        return auth.equals("open");
    }

    boolean simulated() {
        return node.equals("simulated");
    }
}
