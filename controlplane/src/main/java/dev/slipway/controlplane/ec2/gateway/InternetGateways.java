package dev.slipway.controlplane.ec2.gateway;

import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.Reader;
import java.util.List;
import java.util.function.Function;

/** The room's operations. */
public final class InternetGateways {
    private InternetGateways() {}

    /**
     * @param network reads a scope whose default network exists
     */
    public static List<AwsOperation<?, ?>> operations(Function<Scope, Reader> network) {
        return List.of(new DescribeInternetGateways(network));
    }
}
