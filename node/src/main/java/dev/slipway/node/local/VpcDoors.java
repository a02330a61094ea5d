package dev.slipway.node.local;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;

/** Who serves the AWS API inside VPCs. */
@FunctionalInterface
public interface VpcDoors {

    /**
     * @param channel bound inside the VPC; the receiver serves it until the channel is closed,
     *     which happens when the VPC goes
     */
    void opened(String vpcId, ServerSocketChannel channel) throws IOException;
}
