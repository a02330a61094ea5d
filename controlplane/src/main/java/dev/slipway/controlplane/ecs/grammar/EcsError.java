package dev.slipway.controlplane.ecs.grammar;

import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;

/** The errors that every ECS operation declares. The rooms have those of their nouns. */
public final class EcsError {
    private EcsError() {}

    public static AwsException invalidParameter(String message) {
        return AwsError.of("InvalidParameterException", message).asException();
    }

    public static AwsException client(String message) {
        return AwsError.of("ClientException", message).asException();
    }

    public static AwsException unsupportedFeature(String message) {
        return AwsError.of("UnsupportedFeatureException", message).asException();
    }

    public static AwsException resourceNotFound(String message) {
        return AwsError.of("ResourceNotFoundException", message).asException();
    }

    public static AwsException limitExceeded(String message) {
        return AwsError.of("LimitExceededException", message).asException();
    }
}
