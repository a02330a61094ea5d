package dev.slipway.controlplane.discovery.service;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.discovery.grammar.Submission;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.servicediscovery.model.HealthCheckCustomConfig;
import software.amazon.awssdk.services.servicediscovery.model.ServiceSummary;

/** A service as AWS describes it. */
final class ServiceAnswer {
    private ServiceAnswer() {}

    static software.amazon.awssdk.services.servicediscovery.model.Service whole(
            Scope scope, Service service) {
        return software.amazon.awssdk.services.servicediscovery.model.Service.builder()
                .id(service.id())
                .arn(DiscoveryName.arn(scope, DiscoveryName.SERVICE, service.id()))
                .resourceOwner(scope.account())
                .createdByAccount(scope.account())
                .name(service.name())
                .namespaceId(service.namespaceId())
                .type(Service.TYPE)
                .description(service.description().orElse(null))
                .instanceCount(service.instances())
                .healthCheckCustomConfig(customHealth(service))
                .createDate(service.createdAt())
                .creatorRequestId(service.creation().map(Submission::requestId).orElse(null))
                .build();
    }

    static ServiceSummary summary(Scope scope, Service service) {
        return ServiceSummary.builder()
                .id(service.id())
                .arn(DiscoveryName.arn(scope, DiscoveryName.SERVICE, service.id()))
                .resourceOwner(scope.account())
                .createdByAccount(scope.account())
                .name(service.name())
                .type(Service.TYPE)
                .description(service.description().orElse(null))
                .instanceCount(service.instances())
                .healthCheckCustomConfig(customHealth(service))
                .createDate(service.createdAt())
                .build();
    }

    /** AWS sets every threshold to 1. */
    @SuppressWarnings("deprecation") // clients still read it
    private static @Nullable HealthCheckCustomConfig customHealth(Service service) {
        return service.customHealth()
                ? HealthCheckCustomConfig.builder().failureThreshold(1).build()
                : null;
    }
}
