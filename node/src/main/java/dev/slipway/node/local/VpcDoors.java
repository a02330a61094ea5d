package dev.slipway.node.local;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;

/** Who serves the AWS API inside VPCs. */
@FunctionalInterface
public interface VpcDoors {

    /**
     * @param channel bound inside the VPC
     * @return ends the serving and closes the channel; done when the VPC goes
     */
    AutoCloseable opened(String vpcId, ServerSocketChannel channel) throws IOException;
}
