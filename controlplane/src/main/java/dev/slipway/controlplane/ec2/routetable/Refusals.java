package dev.slipway.controlplane.ec2.routetable;

import dev.slipway.controlplane.ec2.lookup.Asked;
import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;

/** What the room says no with, in EC2's words. */
final class Refusals {
    private Refusals() {}

    static AwsException tooMany() {
        return of(
                "RouteTableLimitExceeded", "The maximum number of route tables has been reached.");
    }

    static AwsException otherRequest(String token) {
        return of(
                "IdempotentParameterMismatch",
                "The client token %s was used for another request.".formatted(token));
    }

    static AwsException longToken() {
        return Asked.invalid(
                "The value for parameter clientToken is invalid. It can have at most 64 characters.");
    }

    static AwsException otherTable(String tableId) {
        return of(
                "Resource.AlreadyAssociated",
                "the specified association for route table %s conflicts with an existing association"
                        .formatted(tableId));
    }

    static AwsException otherNetwork(String tableId, String what, String id) {
        return Asked.invalid(
                "route table %s and %s %s belong to different networks"
                        .formatted(tableId, what, id));
    }

    static AwsException mainAssociation(String associationId) {
        return Asked.invalid(
                "cannot disassociate the main route table association " + associationId);
    }

    static AwsException insideVpc(String cidr) {
        return Asked.invalid(
                "The destination CIDR block %s is equal to or more specific than one of this VPC's CIDR blocks. This route can target only an interface or an instance."
                        .formatted(cidr));
    }

    static AwsException localRoute(String verb, RouteTable table) {
        return Asked.invalid(
                "cannot %s local route %s in route table %s"
                        .formatted(verb, table.localCidr(), table.id()));
    }

    static AwsException routeExists(String cidr) {
        return of(
                "RouteAlreadyExists", "The route identified by %s already exists.".formatted(cidr));
    }

    static AwsException noRoute(String cidr, String tableId) {
        return of(
                "InvalidRoute.NotFound",
                "no route with destination-cidr-block %s in route table %s"
                        .formatted(cidr, tableId));
    }

    static AwsException nothingToReplace(String cidr) {
        return Asked.invalid(
                "There is no route defined for '%s' in the route table. Use CreateRoute instead."
                        .formatted(cidr));
    }

    private static AwsException of(String code, String message) {
        return AwsError.of(code, message).asException();
    }
}
