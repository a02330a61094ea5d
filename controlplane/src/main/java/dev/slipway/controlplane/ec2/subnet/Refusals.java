package dev.slipway.controlplane.ec2.subnet;

import dev.slipway.controlplane.ec2.lookup.Asked;
import dev.slipway.controlplane.ec2.zone.Zone;
import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;
import java.util.List;

/** What the room says no with, in EC2's words. */
final class Refusals {
    private Refusals() {}

    static AwsException range(String cidr) {
        return of("InvalidSubnet.Range", "The CIDR '%s' is invalid.".formatted(cidr));
    }

    static AwsException conflict(String cidr) {
        return of(
                "InvalidSubnet.Conflict",
                "The CIDR '%s' conflicts with another subnet".formatted(cidr));
    }

    static AwsException tooMany() {
        return of("SubnetLimitExceeded", "The maximum number of subnets has been reached.");
    }

    static AwsException zone(String asked, String member, List<String> known) {
        return Asked.invalid(
                "Value (%s) for parameter %s is invalid. Subnets can currently only be created in the following availability zones: %s."
                        .formatted(asked, member, String.join(", ", known)));
    }

    static AwsException twoZones(Zone one, Zone other) {
        return of(
                "InvalidParameterCombination",
                "availabilityZone %s and availabilityZoneId %s are different zones."
                        .formatted(one.name(), other.id()));
    }

    private static AwsException of(String code, String message) {
        return AwsError.of(code, message).asException();
    }
}
