package dev.slipway.controlplane.ec2.networkinterface;

import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;

/** What the room says no with, in EC2's words. */
final class Refusals {
    private Refusals() {}

    static AwsException missing(String parameter) {
        return of("MissingParameter", "The request must contain the parameter " + parameter);
    }

    static AwsException unsupported(String parameter) {
        return of("UnsupportedOperation", "The parameter %s is not supported".formatted(parameter));
    }

    static AwsException badAddress(String address) {
        return of(
                "InvalidParameterValue",
                "Value (%s) for parameter privateIpAddress is invalid. Invalid IPv4 address."
                        .formatted(address));
    }

    static AwsException primaryTwice() {
        return of(
                "InvalidParameterCombination",
                "The parameter 'privateIpAddresses' may not be used in combination with 'privateIpAddress'");
    }

    static AwsException badToken() {
        return of("InvalidParameterValue", "The client token may have at most 64 ASCII characters");
    }

    static AwsException tokenReused() {
        return of(
                "IdempotentParameterMismatch",
                "The client token you have provided is associated with a resource that was made with other parameters.");
    }

    /** On an interface that a service made for the user. */
    static AwsException notYours() {
        return of(
                "OperationNotPermitted",
                "You do not have permission to access the specified resource.");
    }

    static AwsException inUse(String id) {
        return of(
                "InvalidNetworkInterface.InUse",
                "Network interface '%s' is currently in use.".formatted(id));
    }

    static AwsException unknownAttribute(String attribute) {
        return of(
                "InvalidParameterValue",
                "Value (%s) for parameter attribute is invalid. Unknown attribute."
                        .formatted(attribute));
    }

    static AwsException noAttribute() {
        return of("InvalidParameterCombination", "No attributes specified.");
    }

    static AwsException manyAttributes() {
        return of("InvalidParameterCombination", "Fields for multiple attribute types specified");
    }

    private static AwsException of(String code, String message) {
        return AwsError.of(code, message).asException();
    }
}
