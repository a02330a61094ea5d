package dev.slipway.controlplane.discovery.instance;

import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;

/** The errors about instances. */
final class Refusals {
    private Refusals() {}

    static AwsException notFound(String instance) {
        return AwsError.of("InstanceNotFound", "Instance " + instance + " not found").asException();
    }

    static AwsException noCustomHealth(String service) {
        return AwsError.of(
                        "CustomHealthNotFound",
                        "Service " + service + " has no custom health check")
                .asException();
    }
}
