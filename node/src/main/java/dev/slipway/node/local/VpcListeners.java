package dev.slipway.node.local;

import dev.slipway.node.metadata.MetadataServer;
import dev.slipway.node.network.Network;
import dev.slipway.nodelink.NodePlan;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.TreeMap;
import java.util.TreeSet;

/** What answers tasks inside each VPC: opened before the VPC's first task starts. */
final class VpcListeners {
    private static final int METADATA_PORT = 80;

    private final Network network;
    private final MetadataServer metadata;
    private final VpcDoors api;
    private final int apiPort;
    private final TreeMap<String, ServerSocketChannel> apiChannels = new TreeMap<>();

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
        ServerSocketChannel channel = apiChannels.get(vpcId);
        if (channel == null || !channel.isOpen()) {
            ServerSocketChannel next = network.listen(vpcId, Network.LINK_LOCAL, apiPort);
            apiChannels.put(vpcId, next);
            api.opened(vpcId, next);
        }
    }

    /** VPCs that left the plan are gone from the machine, and their listeners with them. */
    synchronized void retain(NodePlan plan) {
        for (String vpcId : new TreeSet<>(apiChannels.keySet())) {
            if (!plan.vpcs().containsKey(vpcId)) {
                apiChannels.remove(vpcId);
                metadata.forsake(vpcId);
            }
        }
    }
}
