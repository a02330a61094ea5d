package dev.slipway.controlplane.discovery.namespace;

import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;
import java.util.Map;
import java.util.TreeMap;

/** The errors about namespaces. */
final class Refusals {
    private Refusals() {}

    static AwsException notFound(String namespace) {
        return AwsError.of("NamespaceNotFound", "Namespace " + namespace + " not found")
                .asException();
    }

    static AwsException exists(Namespace there) {
        Map<String, Object> members = new TreeMap<>(Map.of("NamespaceId", there.id()));
        there.creation().ifPresent(made -> members.put("CreatorRequestId", made.requestId()));
        return new AwsError(
                        "NamespaceAlreadyExists",
                        400,
                        "Namespace with name " + there.name() + " already exists",
                        members)
                .asException();
    }

    static AwsException hasServices() {
        return AwsError.of(
                        "ResourceInUse",
                        "Namespace has associated services; delete the services before deleting the"
                                + " namespace")
                .asException();
    }
}
