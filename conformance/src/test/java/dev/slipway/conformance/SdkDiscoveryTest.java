package dev.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.servicediscovery.model.CustomHealthStatus;
import software.amazon.awssdk.services.servicediscovery.model.DiscoverInstancesResponse;
import software.amazon.awssdk.services.servicediscovery.model.HealthStatusFilter;
import software.amazon.awssdk.services.servicediscovery.model.HttpInstanceSummary;
import software.amazon.awssdk.services.servicediscovery.model.InstanceSummary;
import software.amazon.awssdk.services.servicediscovery.model.InvalidInputException;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceAlreadyExistsException;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceNotFoundException;
import software.amazon.awssdk.services.servicediscovery.model.Operation;
import software.amazon.awssdk.services.servicediscovery.model.OperationStatus;
import software.amazon.awssdk.services.servicediscovery.model.OperationTargetType;
import software.amazon.awssdk.services.servicediscovery.model.ResourceInUseException;
import software.amazon.awssdk.services.servicediscovery.model.Service;
import software.amazon.awssdk.services.servicediscovery.model.Tag;

/** Cloud Map through the SDK, which is told to put no prefix before the host. */
final class SdkDiscoveryTest {
    @RegisterExtension static final SlipwayServer server = SlipwayServer.simulated();

    @Test
    void instancesRegisterAndAreDiscovered() {
        ServiceDiscoveryClient map = server.discovery();
        Service service = service(map, namespace(map, "shop"));
        map.registerInstance(
                r ->
                        r.serviceId(service.id())
                                .instanceId("one")
                                .attributes(
                                        Map.of("AWS_INSTANCE_IPV4", "10.0.0.7", "version", "2")));
        map.registerInstance(
                r ->
                        r.serviceId(service.id())
                                .instanceId("two")
                                .attributes(Map.of("AWS_INIT_HEALTH_STATUS", "UNHEALTHY")));
        DiscoverInstancesResponse found =
                map.discoverInstances(r -> r.namespaceName("shop").serviceName("cart"));
        assertThat(found.instances())
                .singleElement()
                .extracting(HttpInstanceSummary::instanceId)
                .isEqualTo("one");
        assertThat(found.instances().getFirst().attributes())
                .containsEntry("AWS_INSTANCE_IPV4", "10.0.0.7");
        assertThat(
                        map.discoverInstancesRevision(
                                        r -> r.namespaceName("shop").serviceName("cart"))
                                .instancesRevision())
                .isEqualTo(found.instancesRevision());
        map.updateInstanceCustomHealthStatus(
                r ->
                        r.serviceId(service.id())
                                .instanceId("one")
                                .status(CustomHealthStatus.UNHEALTHY));
        assertThat(
                        map.discoverInstances(
                                        r ->
                                                r.namespaceName("shop")
                                                        .serviceName("cart")
                                                        .healthStatus(
                                                                HealthStatusFilter
                                                                        .HEALTHY_OR_ELSE_ALL))
                                .instances())
                .hasSize(2);
        assertThatExceptionOfType(ResourceInUseException.class)
                .isThrownBy(() -> map.deleteService(r -> r.id(service.id())));
    }

    @Test
    void listingsArePagedAndTagsAndAttributesKept() {
        ServiceDiscoveryClient map = server.discovery();
        Service service = service(map, namespace(map, "paged"));
        IntStream.range(0, 7)
                .forEach(
                        i ->
                                map.registerInstance(
                                        r ->
                                                r.serviceId(service.id())
                                                        .instanceId("i" + i)
                                                        .attributes(
                                                                Map.of("n", Integer.toString(i)))));
        assertThat(
                        map
                                .listInstancesPaginator(
                                        r -> r.serviceId(service.id()).maxResults(3))
                                .stream()
                                .flatMap(page -> page.instances().stream()))
                .extracting(InstanceSummary::id)
                .containsExactly("i0", "i1", "i2", "i3", "i4", "i5", "i6");
        map.tagResource(
                r ->
                        r.resourceARN(service.arn())
                                .tags(Tag.builder().key("team").value("blue").build()));
        assertThat(map.listTagsForResource(r -> r.resourceARN(service.arn())).tags()).hasSize(1);
        map.updateServiceAttributes(
                r -> r.serviceId(service.arn()).attributes(Map.of("weight", "5")));
        assertThat(
                        map.getServiceAttributes(r -> r.serviceId(service.id()))
                                .serviceAttributes()
                                .attributes())
                .containsEntry("weight", "5");
    }

    @Test
    void errorsAreTheOnesThatTheSdkKnows() {
        ServiceDiscoveryClient map = server.discovery();
        String namespace = namespace(map, "once");
        assertThatExceptionOfType(NamespaceAlreadyExistsException.class)
                .isThrownBy(() -> map.createHttpNamespace(r -> r.name("once")))
                .satisfies(e -> assertThat(e.namespaceId()).isEqualTo(namespace));
        map.deleteNamespace(r -> r.id(namespace));
        assertThatExceptionOfType(NamespaceNotFoundException.class)
                .isThrownBy(() -> map.getNamespace(r -> r.id(namespace)))
                .withMessageContaining(namespace);
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> map.createPrivateDnsNamespace(r -> r.name("local").vpc("vpc-1")));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> map.createHttpNamespace(r -> r.name("a b")))
                .withMessageContaining("Name");
    }

    private static String namespace(ServiceDiscoveryClient map, String name) {
        String id = map.createHttpNamespace(r -> r.name(name)).operationId();
        Operation operation = map.getOperation(r -> r.operationId(id)).operation();
        assertThat(operation.status()).isEqualTo(OperationStatus.SUCCESS);
        return Objects.requireNonNull(operation.targets().get(OperationTargetType.NAMESPACE));
    }

    private static Service service(ServiceDiscoveryClient map, String namespace) {
        return map.createService(
                        r -> r.name("cart").namespaceId(namespace).healthCheckCustomConfig(_ -> {}))
                .service();
    }
}
