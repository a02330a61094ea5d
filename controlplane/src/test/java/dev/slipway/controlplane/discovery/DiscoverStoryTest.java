package dev.slipway.controlplane.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.servicediscovery.model.DeleteServiceRequest;
import software.amazon.awssdk.services.servicediscovery.model.DeleteServiceResponse;
import software.amazon.awssdk.services.servicediscovery.model.DeregisterInstanceRequest;
import software.amazon.awssdk.services.servicediscovery.model.DeregisterInstanceResponse;
import software.amazon.awssdk.services.servicediscovery.model.DiscoverInstancesRequest;
import software.amazon.awssdk.services.servicediscovery.model.DiscoverInstancesResponse;
import software.amazon.awssdk.services.servicediscovery.model.DiscoverInstancesRevisionRequest;
import software.amazon.awssdk.services.servicediscovery.model.DiscoverInstancesRevisionResponse;
import software.amazon.awssdk.services.servicediscovery.model.HttpInstanceSummary;
import software.amazon.awssdk.services.servicediscovery.model.UpdateInstanceCustomHealthStatusRequest;
import software.amazon.awssdk.services.servicediscovery.model.UpdateInstanceCustomHealthStatusResponse;

/** What finds what: names, health, parameters, revisions. */
class DiscoverStoryTest {
    private final DiscoveryDesk desk = new DiscoveryDesk();
    private final String namespace = desk.namespace("shop");
    private final String service = desk.watchedService(namespace, "cart");

    @Test
    void anInstanceIsFoundByNamesWithItsAttributes() {
        desk.register(service, "one", Map.of("AWS_INSTANCE_IPV4", "10.0.0.7", "version", "2"));
        HttpInstanceSummary found = discover(b -> b).getFirst();
        assertThat(found.instanceId()).isEqualTo("one");
        assertThat(found.namespaceName()).isEqualTo("shop");
        assertThat(found.serviceName()).isEqualTo("cart");
        assertThat(found.healthStatusAsString()).isEqualTo("HEALTHY");
        assertThat(found.attributes())
                .isEqualTo(Map.of("AWS_INSTANCE_IPV4", "10.0.0.7", "version", "2"));
    }

    @Test
    void aMissingNamespaceIsToldBeforeAMissingService() {
        assertThat(desk.refusal(request(b -> b.namespaceName("none").serviceName("none"))).code())
                .isEqualTo("NamespaceNotFound");
        assertThat(desk.refusal(request(b -> b.serviceName("none"))).code())
                .isEqualTo("ServiceNotFound");
        assertThat(desk.refusal(request(b -> b.serviceName("car"))).code())
                .isEqualTo("ServiceNotFound");
        assertThat(desk.refusal(request(b -> b.ownerAccount("999999999999"))).code())
                .isEqualTo("NamespaceNotFound");
        assertThat(discover(b -> b.ownerAccount("111122223333"))).isEmpty();
        assertThat(desk.refusal(request(b -> b.ownerAccount("1"))).message())
                .contains("'OwnerAccount'");
    }

    @Test
    void healthDecidesWhoIsShown() {
        desk.register(service, "up", Map.of());
        desk.register(service, "down", Map.of("AWS_INIT_HEALTH_STATUS", "UNHEALTHY"));
        assertThat(ids(b -> b)).containsExactly("up");
        assertThat(ids(b -> b.healthStatus("HEALTHY"))).containsExactly("up");
        assertThat(ids(b -> b.healthStatus("UNHEALTHY"))).containsExactly("down");
        assertThat(ids(b -> b.healthStatus("ALL"))).containsExactly("down", "up");
        assertThat(ids(b -> b.healthStatus("HEALTHY_OR_ELSE_ALL"))).containsExactly("up");
        tell("up", "UNHEALTHY");
        assertThat(ids(b -> b.healthStatus("HEALTHY"))).isEmpty();
        assertThat(ids(b -> b.healthStatus("HEALTHY_OR_ELSE_ALL"))).containsExactly("down", "up");
        assertThat(ids(b -> b)).containsExactly("down", "up");
        assertThat(desk.refusal(request(b -> b.healthStatus("FINE"))).message())
                .contains("'HealthStatus'");
    }

    @Test
    void withoutACheckEveryHealthFilterPasses() {
        desk.register(desk.service(namespace, "plain"), "one", Map.of());
        for (String filter : List.of("HEALTHY", "UNHEALTHY", "ALL", "HEALTHY_OR_ELSE_ALL")) {
            List<HttpInstanceSummary> found =
                    discover(b -> b.serviceName("plain").healthStatus(filter));
            assertThat(found).hasSize(1);
            assertThat(found.getFirst().healthStatusAsString()).isEqualTo("UNKNOWN");
        }
    }

    @Test
    void queryParametersMustAllMatchAndOptionalOnesAreWishes() {
        desk.register(service, "a1", Map.of("az", "a", "version", "1"));
        desk.register(service, "a2", Map.of("az", "a", "version", "2"));
        desk.register(service, "b1", Map.of("az", "b", "version", "1"));
        assertThat(ids(b -> b.queryParameters(Map.of("az", "a")))).containsExactly("a1", "a2");
        assertThat(ids(b -> b.queryParameters(Map.of("az", "a", "version", "2"))))
                .containsExactly("a2");
        assertThat(ids(b -> b.queryParameters(Map.of("az", "c")))).isEmpty();
        assertThat(
                        ids(
                                b ->
                                        b.queryParameters(Map.of("version", "1"))
                                                .optionalParameters(Map.of("az", "b"))))
                .containsExactly("b1");
        assertThat(
                        ids(
                                b ->
                                        b.queryParameters(Map.of("version", "1"))
                                                .optionalParameters(Map.of("az", "c"))))
                .containsExactly("a1", "b1");
        tell("b1", "UNHEALTHY");
        assertThat(
                        ids(
                                b ->
                                        b.healthStatus("HEALTHY_OR_ELSE_ALL")
                                                .optionalParameters(Map.of("az", "b"))))
                .containsExactly("a1", "a2");
    }

    @Test
    void oneCallShowsSomeOfManyAndNotAlwaysTheSame() {
        for (int i = 0; i < 150; i++) {
            desk.register(service, "i" + i, Map.of());
        }
        assertThat(discover(b -> b)).hasSize(100);
        assertThat(discover(b -> b.maxResults(1000))).hasSize(150);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            seen.addAll(ids(b -> b.maxResults(1)));
        }
        assertThat(seen.size()).isGreaterThan(5);
        for (int wrong : new int[] {0, 1001}) {
            assertThat(desk.refusal(request(b -> b.maxResults(wrong))).message())
                    .contains("'MaxResults'");
        }
    }

    @Test
    void theRevisionGrowsWithInstancesAndNotWithHealth() {
        long empty = revision();
        desk.register(service, "one", Map.of());
        long registered = revision();
        assertThat(registered).isGreaterThan(empty);
        tell("one", "UNHEALTHY");
        desk.register(desk.service(namespace, "other"), "two", Map.of());
        assertThat(revision()).isEqualTo(registered);
        desk.register(service, "one", Map.of("k", "v"));
        long changed = revision();
        assertThat(changed).isGreaterThan(registered);
        deregister("one");
        long gone = revision();
        assertThat(gone).isGreaterThan(changed);
        assertThat(desk.ask(request(b -> b), DiscoverInstancesResponse.class).instancesRevision())
                .isEqualTo(gone);
    }

    @Test
    void aServiceThatIsMadeAgainDoesNotFallBehindItsFormerRevision() {
        desk.register(service, "one", Map.of());
        deregister("one");
        long former = revision();
        desk.ask(DeleteServiceRequest.builder().id(service).build(), DeleteServiceResponse.class);
        desk.service(namespace, "cart");
        assertThat(revision()).isGreaterThan(former);
    }

    @Test
    void policiesCanNarrowDiscoveryByNames() {
        assertThat(desk.access(request(b -> b)))
                .singleElement()
                .satisfies(
                        access ->
                                assertThat(access.conditions())
                                        .containsEntry(
                                                "servicediscovery:NamespaceName", List.of("shop"))
                                        .containsEntry(
                                                "servicediscovery:ServiceName", List.of("cart")));
    }

    private void tell(String id, String status) {
        desk.ask(
                UpdateInstanceCustomHealthStatusRequest.builder()
                        .serviceId(service)
                        .instanceId(id)
                        .status(status)
                        .build(),
                UpdateInstanceCustomHealthStatusResponse.class);
    }

    private void deregister(String id) {
        desk.ask(
                DeregisterInstanceRequest.builder().serviceId(service).instanceId(id).build(),
                DeregisterInstanceResponse.class);
    }

    private long revision() {
        return desk.ask(
                        DiscoverInstancesRevisionRequest.builder()
                                .namespaceName("shop")
                                .serviceName("cart")
                                .build(),
                        DiscoverInstancesRevisionResponse.class)
                .instancesRevision();
    }

    private static DiscoverInstancesRequest request(
            UnaryOperator<DiscoverInstancesRequest.Builder> with) {
        return with.apply(
                        DiscoverInstancesRequest.builder()
                                .namespaceName("shop")
                                .serviceName("cart"))
                .build();
    }

    private List<HttpInstanceSummary> discover(
            UnaryOperator<DiscoverInstancesRequest.Builder> with) {
        return desk.ask(request(with), DiscoverInstancesResponse.class).instances();
    }

    /** Sorted: the answer has no order. */
    private List<String> ids(UnaryOperator<DiscoverInstancesRequest.Builder> with) {
        return discover(with).stream().map(HttpInstanceSummary::instanceId).sorted().toList();
    }
}
