package dev.slipway.controlplane.discovery.service;

import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;
import java.util.Map;
import java.util.TreeMap;

/** The errors about services. */
final class Refusals {
    private Refusals() {}

    static AwsException notFound(String service) {
        return AwsError.of("ServiceNotFound", "Service " + service + " not found").asException();
    }

    static AwsException exists(Service there) {
        Map<String, Object> members = new TreeMap<>(Map.of("ServiceId", there.id()));
        there.creation().ifPresent(made -> members.put("CreatorRequestId", made.requestId()));
        return new AwsError(
                        "ServiceAlreadyExists",
                        400,
                        "Service with name " + there.name() + " already exists",
                        members)
                .asException();
    }

    static AwsException hasInstances() {
        return AwsError.of(
                        "ResourceInUse",
                        "Service contains registered instances; delete the instances before deleting"
                                + " the service")
                .asException();
    }

    static AwsException tooManyAttributes() {
        return AwsError.of(
                        "ServiceAttributesLimitExceededException",
                        "A service can have at most " + Service.MOST_ATTRIBUTES + " attributes")
                .asException();
    }
}
