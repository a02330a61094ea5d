package dev.slipway.controlplane.logs;

import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;

/** The errors of CloudWatch Logs, in its words. */
final class LogsRefusals {
    private LogsRefusals() {}

    static AwsException noSuchGroup() {
        return AwsError.of("ResourceNotFoundException", "The specified log group does not exist.")
                .asException();
    }

    static AwsException noSuchStream() {
        return AwsError.of("ResourceNotFoundException", "The specified log stream does not exist.")
                .asException();
    }

    static AwsException noSuchResource() {
        return AwsError.of("ResourceNotFoundException", "The specified resource does not exist.")
                .asException();
    }

    static AwsException groupExists() {
        return AwsError.of(
                        "ResourceAlreadyExistsException", "The specified log group already exists")
                .asException();
    }

    static AwsException streamExists() {
        return AwsError.of(
                        "ResourceAlreadyExistsException", "The specified log stream already exists")
                .asException();
    }

    static AwsException invalid(String message) {
        return AwsError.of("InvalidParameterException", message).asException();
    }

    /** The generic form of the service's validation. */
    static AwsException constraint(String value, String member, String constraint) {
        return invalid(
                "1 validation error detected: Value '"
                        + value
                        + "' at '"
                        + member
                        + "' failed to satisfy constraint: Member must "
                        + constraint);
    }

    static AwsException tooManyTags() {
        return AwsError.of("TooManyTagsException", "A resource can have no more than 50 tags.")
                .asException();
    }
}
