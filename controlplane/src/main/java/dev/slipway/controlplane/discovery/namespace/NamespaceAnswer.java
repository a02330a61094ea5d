package dev.slipway.controlplane.discovery.namespace;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.discovery.grammar.Submission;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceProperties;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceSummary;

/** A namespace as AWS describes it. */
final class NamespaceAnswer {
    private NamespaceAnswer() {}

    static software.amazon.awssdk.services.servicediscovery.model.Namespace whole(
            Scope scope, Namespace namespace) {
        return software.amazon.awssdk.services.servicediscovery.model.Namespace.builder()
                .id(namespace.id())
                .arn(DiscoveryName.arn(scope, DiscoveryName.NAMESPACE, namespace.id()))
                .resourceOwner(scope.account())
                .name(namespace.name())
                .type(Namespace.TYPE)
                .description(namespace.description().orElse(null))
                .serviceCount(namespace.services())
                .properties(properties(namespace))
                .createDate(namespace.createdAt())
                .creatorRequestId(namespace.creation().map(Submission::requestId).orElse(null))
                .build();
    }

    static NamespaceSummary summary(Scope scope, Namespace namespace) {
        return NamespaceSummary.builder()
                .id(namespace.id())
                .arn(DiscoveryName.arn(scope, DiscoveryName.NAMESPACE, namespace.id()))
                .resourceOwner(scope.account())
                .name(namespace.name())
                .type(Namespace.TYPE)
                .description(namespace.description().orElse(null))
                .serviceCount(namespace.services())
                .properties(properties(namespace))
                .createDate(namespace.createdAt())
                .build();
    }

    private static NamespaceProperties properties(Namespace namespace) {
        return NamespaceProperties.builder()
                .httpProperties(http -> http.httpName(namespace.name()))
                .build();
    }
}
