package dev.slipway.controlplane.ec2.gateway;

import dev.slipway.controlplane.ec2.lookup.Asked;
import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;

/** What the room says no with, in EC2's words. */
final class Refusals {
    private Refusals() {}

    static AwsException tooMany() {
        return of(
                "InternetGatewayLimitExceeded",
                "The maximum number of internet gateways has been reached.");
    }

    static AwsException attachedAlready(InternetGateway gateway) {
        return of(
                "Resource.AlreadyAssociated",
                "resource %s is already attached to network %s"
                        .formatted(gateway.id(), gateway.vpcId()));
    }

    static AwsException vpcHasOne(String vpcId) {
        return Asked.invalid(
                "Network %s already has an internet gateway attached".formatted(vpcId));
    }

    static AwsException notAttached(String id, String vpcId) {
        return of(
                "Gateway.NotAttached",
                "resource %s is not attached to network %s".formatted(id, vpcId));
    }

    static AwsException published(String vpcId) {
        return of(
                "DependencyViolation",
                "Network %s has some mapped public address(es). Please unmap those public address(es) before detaching the gateway."
                        .formatted(vpcId));
    }

    private static AwsException of(String code, String message) {
        return AwsError.of(code, message).asException();
    }
}
