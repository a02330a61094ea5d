package dev.slipway.controlplane.discovery.grammar;

import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;
import java.util.Map;

/** The errors that operations of several nouns declare. The rooms have those of their nouns. */
public final class DiscoveryError {
    private DiscoveryError() {}

    public static AwsException invalidInput(String message) {
        return AwsError.of("InvalidInput", message).asException();
    }

    public static AwsException limitExceeded(String message) {
        return AwsError.of("ResourceLimitExceeded", message).asException();
    }

    /** A request id that was used for another request. */
    public static AwsException duplicateRequest(String requestId, String operationId) {
        return new AwsError(
                        "DuplicateRequest",
                        400,
                        "Another request with the request id " + requestId + " was made before",
                        Map.of("DuplicateOperationId", operationId))
                .asException();
    }

    static AwsException tooManyTags(String resource) {
        return new AwsError(
                        "TooManyTagsException",
                        400,
                        "A resource can have no more than 50 tags",
                        Map.of("ResourceName", resource))
                .asException();
    }
}
