package dev.slipway.controlplane.ec2.zone;

import dev.slipway.controlplane.api.AwsOperation;
import java.util.List;

/** The room's operations. */
public final class Zones {
    private Zones() {}

    public static List<AwsOperation<?, ?>> operations() {
        return List.of(new DescribeAvailabilityZones(), new DescribeRegions());
    }
}
