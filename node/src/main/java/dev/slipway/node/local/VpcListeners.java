package dev.slipway.node.local;

import dev.slipway.node.metadata.MetadataServer;
import dev.slipway.node.network.Network;
import dev.slipway.nodelink.NodePlan;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What answers tasks inside each VPC: opened before the VPC's first task starts. */
final class VpcListeners {
    private static final Logger LOG = LoggerFactory.getLogger(VpcListeners.class);
    private static final int METADATA_PORT = 80;

    private final Network network;
    private final MetadataServer metadata;
    private final VpcDoors api;
    private final int apiPort;
    private final TreeMap<String, Door> doors = new TreeMap<>();

    private record Door(ServerSocketChannel channel, AutoCloseable serving) {}

    VpcListeners(Network network, MetadataServer metadata, VpcDoors api, int apiPort) {
        this.network = network;
        this.metadata = metadata;
        this.api = api;
        this.apiPort = apiPort;
    }

    synchronized void ensure(String vpcId) throws IOException {
        if (!metadata.serves(vpcId)) {
            metadata.serve(vpcId, network.listen(vpcId, Network.LINK_LOCAL, METADATA_PORT));
        }
        Door door = doors.get(vpcId);
        if (door == null || !door.channel().isOpen()) {
            close(vpcId);
            ServerSocketChannel next = network.listen(vpcId, Network.LINK_LOCAL, apiPort);
            doors.put(vpcId, new Door(next, api.opened(vpcId, next)));
        }
    }

    /** VPCs that left the plan are gone from the machine, and their listeners with them. */
    synchronized void retain(NodePlan plan) {
        for (String vpcId : new TreeSet<>(doors.keySet())) {
            if (!plan.vpcs().containsKey(vpcId)) {
                close(vpcId);
                metadata.forsake(vpcId);
            }
        }
    }

    private void close(String vpcId) {
        Door door = doors.remove(vpcId);
        if (door != null) {
            try {
                door.serving().close();
            } catch (Exception e) {
                LOG.warn("the door of {} to the API does not close", vpcId, e);
            }
        }
    }
}
