package dev.slipway.wire;

import java.util.Map;

/**
 * An error as AWS puts it on the wire, before a protocol has given it its bytes.
 *
 * @param code the error code that clients switch on, such as {@code ClusterNotFoundException} or
 *     {@code InvalidVpcID.NotFound}
 * @param httpStatus 4xx blames the sender, 5xx the receiver
 * @param message what a person reads; may be empty
 * @param members further members of a modelled error shape, such as {@code resourceIds}; values are
 *     strings, numbers, booleans or lists of those
 */
public record AwsError(String code, int httpStatus, String message, Map<String, Object> members) {

    public AwsError {
        if (code.isEmpty()) {
            throw new IllegalArgumentException("an AWS error has a code");
        }
        if (httpStatus < 400 || httpStatus > 599) {
            throw new IllegalArgumentException("not an error status: " + httpStatus);
        }
        members = Map.copyOf(members);
    }

    /** A client's fault with HTTP status 400, as nearly all errors of JSON services are. */
    public static AwsError of(String code, String message) {
        return new AwsError(code, 400, message, Map.of());
    }

    public static AwsError of(String code, int httpStatus, String message) {
        return new AwsError(code, httpStatus, message, Map.of());
    }

    public boolean senderFault() {
        return httpStatus < 500;
    }

    public AwsException asException() {
        return new AwsException(this);
    }
}
