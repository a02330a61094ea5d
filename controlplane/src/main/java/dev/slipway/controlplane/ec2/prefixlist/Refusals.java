package dev.slipway.controlplane.ec2.prefixlist;

import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;

/** What the room says no with, in EC2's words. */
final class Refusals {
    private Refusals() {}

    static AwsException missing(String parameter) {
        return of("MissingParameter", "The request must contain the parameter " + parameter);
    }

    static AwsException invalid(String message) {
        return of("InvalidParameterValue", message);
    }

    static AwsException unsupported(String parameter) {
        return of("UnsupportedOperation", "The parameter %s is not supported".formatted(parameter));
    }

    static AwsException noIpv6() {
        return of("UnsupportedOperation", "The address family IPv6 is not supported");
    }

    static AwsException badFamily(String family) {
        return invalid(
                "Value (%s) for parameter addressFamily is invalid. Valid values are IPv4 and IPv6."
                        .formatted(family));
    }

    static AwsException badName(String name) {
        return invalid(
                "Value (%s) for parameter prefixListName is invalid. A name has 1 to 255 characters and does not start with com.amazonaws."
                        .formatted(name));
    }

    static AwsException badMaximum(int most) {
        return invalid(
                "Value (%d) for parameter maxEntries is invalid. Valid values are 1 to %d."
                        .formatted(most, Entries.MOST));
    }

    static AwsException belowEntries(String id) {
        return invalid(
                "The maximum number of entries of the prefix list '%s' cannot be less than the number of its entries."
                        .formatted(id));
    }

    static AwsException badBlock(String cidr) {
        return invalid("CIDR block %s is malformed".formatted(cidr));
    }

    static AwsException badDescription() {
        return invalid("The description of an entry has at most 255 characters");
    }

    static AwsException manyAtOnce() {
        return invalid("The request cannot contain more than 100 entry additions or removals.");
    }

    static AwsException badPageSize(int size) {
        return invalid(
                "Value ( %d ) for parameter maxResults is invalid. Expecting a value from 1 to 100."
                        .formatted(size));
    }

    static AwsException badToken() {
        return of("InvalidNextToken", "The specified NextToken is not valid.");
    }

    static AwsException tokenReused() {
        return of(
                "IdempotentParameterMismatch",
                "The client token you have provided is associated with a resource that was made with other parameters.");
    }

    static AwsException twice(String cidr) {
        return of(
                "InvalidPrefixListModification",
                "The request names the CIDR %s more than once.".formatted(cidr));
    }

    static AwsException alreadyThere(String cidr) {
        return of("InvalidPrefixListModification", "The CIDR %s already exists.".formatted(cidr));
    }

    static AwsException notThere(String cidr) {
        return of("InvalidPrefixListModification", "The CIDR %s does not exist.".formatted(cidr));
    }

    static AwsException full() {
        return of(
                "PrefixListMaxEntriesExceeded",
                "You've reached the maximum number of entries for the prefix list.");
    }

    static AwsException otherVersion() {
        return of("PrefixListVersionMismatch", "The prefix list has the incorrect version number.");
    }

    static AwsException noSuchVersion(String id, long version) {
        return invalid("The prefix list '%s' has no version %d".formatted(id, version));
    }

    static AwsException entriesAndMaximum() {
        return of(
                "InvalidParameterCombination",
                "You cannot modify the entries and the maximum entries for the prefix list in the same request.");
    }

    static AwsException nothingToChange() {
        return of("InvalidParameterCombination", "No modifications specified.");
    }

    static AwsException noRoomInGroups() {
        return of(
                "RulesPerSecurityGroupLimitExceeded",
                "The maximum number of rules per security group has been reached.");
    }

    static AwsException inUse(String id) {
        return of("DependencyViolation", "resource %s has a dependent object".formatted(id));
    }

    private static AwsException of(String code, String message) {
        return AwsError.of(code, message).asException();
    }
}
