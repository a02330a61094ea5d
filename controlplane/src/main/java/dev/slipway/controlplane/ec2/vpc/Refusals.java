package dev.slipway.controlplane.ec2.vpc;

import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;

/** What the room says no with, in EC2's words. */
final class Refusals {
    private Refusals() {}

    static AwsException range(String cidr) {
        return of("InvalidVpc.Range", "The CIDR '%s' is invalid.".formatted(cidr));
    }

    static AwsException tooMany() {
        return of("VpcLimitExceeded", "The maximum number of VPCs has been reached.");
    }

    static AwsException oneAttribute() {
        return of(
                "InvalidParameterCombination",
                "Only one VPC attribute can be modified in one request.");
    }

    private static AwsException of(String code, String message) {
        return AwsError.of(code, message).asException();
    }
}
