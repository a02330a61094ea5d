package dev.slipway.controlplane.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.wire.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.servicediscovery.model.CreateServiceRequest;
import software.amazon.awssdk.services.servicediscovery.model.CreateServiceResponse;
import software.amazon.awssdk.services.servicediscovery.model.DeleteServiceAttributesRequest;
import software.amazon.awssdk.services.servicediscovery.model.DeleteServiceAttributesResponse;
import software.amazon.awssdk.services.servicediscovery.model.DeleteServiceRequest;
import software.amazon.awssdk.services.servicediscovery.model.DeleteServiceResponse;
import software.amazon.awssdk.services.servicediscovery.model.DeregisterInstanceRequest;
import software.amazon.awssdk.services.servicediscovery.model.DeregisterInstanceResponse;
import software.amazon.awssdk.services.servicediscovery.model.DnsRecord;
import software.amazon.awssdk.services.servicediscovery.model.GetServiceAttributesRequest;
import software.amazon.awssdk.services.servicediscovery.model.GetServiceAttributesResponse;
import software.amazon.awssdk.services.servicediscovery.model.GetServiceRequest;
import software.amazon.awssdk.services.servicediscovery.model.GetServiceResponse;
import software.amazon.awssdk.services.servicediscovery.model.ListServicesRequest;
import software.amazon.awssdk.services.servicediscovery.model.ListServicesResponse;
import software.amazon.awssdk.services.servicediscovery.model.ServiceFilter;
import software.amazon.awssdk.services.servicediscovery.model.ServiceSummary;
import software.amazon.awssdk.services.servicediscovery.model.UpdateServiceAttributesRequest;
import software.amazon.awssdk.services.servicediscovery.model.UpdateServiceAttributesResponse;
import software.amazon.awssdk.services.servicediscovery.model.UpdateServiceRequest;
import software.amazon.awssdk.services.servicediscovery.model.UpdateServiceResponse;

/** Services of a namespace, and their attributes. */
@SuppressWarnings("deprecation") // clients still send a threshold
class ServiceStoryTest {
    private final DiscoveryDesk desk = new DiscoveryDesk();
    private final String namespace = desk.namespace("shop");

    @Test
    void aServiceIsDescribedAsAwsDescribesIt() {
        var made =
                desk.ask(
                                create("cart")
                                        .description("what is bought")
                                        .creatorRequestId("r-1")
                                        .healthCheckCustomConfig(h -> h.failureThreshold(7))
                                        .build(),
                                CreateServiceResponse.class)
                        .service();
        assertThat(made.id()).matches("srv-[a-z0-9]{16}");
        assertThat(made.arn()).isEqualTo(DiscoveryDesk.ARN + "service/" + made.id());
        assertThat(made.namespaceId()).isEqualTo(namespace);
        assertThat(made.typeAsString()).isEqualTo("HTTP");
        assertThat(made.healthCheckCustomConfig().failureThreshold()).isEqualTo(1);
        assertThat(made.creatorRequestId()).isEqualTo("r-1");
        assertThat(made.instanceCount()).isZero();
        assertThat(get(made.id())).isEqualTo(made);
        assertThat(get(made.arn())).isEqualTo(made);
        desk.register(made.id(), "one", Map.of());
        assertThat(get(made.id()).instanceCount()).isEqualTo(1);
    }

    @Test
    void aNameIsTakenOncePerNamespaceAndARepeatedRequestGetsWhatThereIs() {
        CreateServiceRequest first = create("cart").creatorRequestId("r-1").build();
        String id = desk.ask(first, CreateServiceResponse.class).service().id();
        assertThat(desk.ask(first, CreateServiceResponse.class).service().id()).isEqualTo(id);
        for (CreateServiceRequest other :
                List.of(
                        create("cart").creatorRequestId("r-2").build(),
                        create("cart").creatorRequestId("r-1").description("x").build(),
                        create("cart").build())) {
            AwsError taken = desk.refusal(other);
            assertThat(taken.code()).isEqualTo("ServiceAlreadyExists");
            assertThat(taken.members())
                    .containsEntry("ServiceId", id)
                    .containsEntry("CreatorRequestId", "r-1");
        }
        desk.service(namespace, "Cart");
        desk.service(desk.namespace("other"), "cart");
    }

    @Test
    void whatNeedsDnsIsRefusedByName() {
        assertThat(
                        desk.refusal(
                                        create("cart")
                                                .dnsConfig(
                                                        d ->
                                                                d.dnsRecords(
                                                                        DnsRecord.builder()
                                                                                .type("A")
                                                                                .ttl(60L)
                                                                                .build()))
                                                .build())
                                .message())
                .startsWith("DnsConfig");
        assertThat(desk.refusal(create("cart").healthCheckConfig(h -> h.type("HTTP")).build()))
                .satisfies(e -> assertThat(e.code()).isEqualTo("InvalidInput"))
                .satisfies(e -> assertThat(e.message()).startsWith("HealthCheckConfig"));
        assertThat(desk.refusal(CreateServiceRequest.builder().name("cart").build()).message())
                .contains("NamespaceId");
        assertThat(desk.refusal(create("cart").namespaceId("ns-none").build()).code())
                .isEqualTo("NamespaceNotFound");
        assertThat(desk.refusal(create("cart").type("DNS").build()).message()).contains("Type");
        assertThat(
                        desk.refusal(
                                        create("cart")
                                                .healthCheckCustomConfig(h -> h.failureThreshold(0))
                                                .build())
                                .message())
                .contains("HealthCheckCustomConfig.FailureThreshold");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a b", "a..b", "a/b"})
    void noServiceHasSuchAName(String name) {
        AwsError error = desk.refusal(create(name).build());
        assertThat(error.code()).isEqualTo("InvalidInput");
        assertThat(error.message()).contains("'Name'");
    }

    @Test
    void servicesArePagedAndNarrowedByNamespace() {
        String other = desk.namespace("other");
        for (String name : List.of("c", "a", "b")) {
            desk.service(namespace, name);
        }
        desk.service(other, "d");
        List<String> names = new ArrayList<>();
        Optional<String> token = Optional.empty();
        int pages = 0;
        do {
            ListServicesResponse page =
                    desk.ask(
                            in(namespace).maxResults(2).nextToken(token.orElse(null)).build(),
                            ListServicesResponse.class);
            page.services().forEach(s -> names.add(s.name()));
            token = Optional.ofNullable(page.nextToken());
            pages++;
        } while (token.isPresent() && pages < 10);
        assertThat(names).containsExactly("a", "b", "c");
        assertThat(pages).isEqualTo(2);
        assertThat(list(ListServicesRequest.builder())).hasSize(4);
        assertThat(list(in(DiscoveryDesk.ARN + "namespace/" + other)))
                .extracting(ServiceSummary::name)
                .containsExactly("d");
        assertThat(list(in("ns-none"))).isEmpty();
        String foreign =
                desk.ask(in(namespace).maxResults(1).build(), ListServicesResponse.class)
                        .nextToken();
        assertThat(desk.refusal(in(other).nextToken(foreign).build()).message())
                .contains("NextToken");
        assertThat(
                        desk.refusal(
                                        ListServicesRequest.builder()
                                                .filters(
                                                        ServiceFilter.builder()
                                                                .name("NAMESPACE_ID")
                                                                .condition("BEGINS_WITH")
                                                                .values("ns")
                                                                .build())
                                                .build())
                                .message())
                .contains("BEGINS_WITH");
    }

    @Test
    void onlyTheDescriptionCanChange() {
        String id = desk.service(namespace, "cart");
        desk.ask(
                UpdateServiceRequest.builder().id(id).service(s -> s.description("new")).build(),
                UpdateServiceResponse.class);
        assertThat(get(id).description()).isEqualTo("new");
        assertThat(
                        desk.refusal(
                                        UpdateServiceRequest.builder()
                                                .id(id)
                                                .service(
                                                        s ->
                                                                s.healthCheckConfig(
                                                                        h -> h.type("TCP")))
                                                .build())
                                .message())
                .contains("Service.HealthCheckConfig");
        assertThat(
                        desk.refusal(
                                        UpdateServiceRequest.builder()
                                                .id(id)
                                                .service(
                                                        s ->
                                                                s.dnsConfig(
                                                                        d ->
                                                                                d.dnsRecords(
                                                                                        List.of())))
                                                .build())
                                .message())
                .contains("Service.DnsConfig");
        assertThat(desk.refusal(UpdateServiceRequest.builder().id(id).service(_ -> {}).build()))
                .satisfies(e -> assertThat(e.message()).contains("Service.Description"));
        assertThat(
                        desk.refusal(
                                        UpdateServiceRequest.builder()
                                                .id("srv-none")
                                                .service(s -> s.description("x"))
                                                .build())
                                .code())
                .isEqualTo("ServiceNotFound");
    }

    @Test
    void aServiceIsDeletedOnceItsInstancesAre() {
        String id = desk.service(namespace, "cart");
        desk.register(id, "one", Map.of());
        DeleteServiceRequest delete = DeleteServiceRequest.builder().id(id).build();
        assertThat(desk.refusal(delete).message())
                .isEqualTo(
                        "Service contains registered instances; delete the instances before deleting"
                                + " the service");
        desk.ask(
                DeregisterInstanceRequest.builder().serviceId(id).instanceId("one").build(),
                DeregisterInstanceResponse.class);
        desk.ask(delete, DeleteServiceResponse.class);
        assertThat(desk.refusal(delete).code()).isEqualTo("ServiceNotFound");
        assertThat(desk.refusal(GetServiceRequest.builder().id(id).build()).code())
                .isEqualTo("ServiceNotFound");
    }

    @Test
    void attributesAreAddedChangedAndRemovedAndThirtyAtMost() {
        String id = desk.service(namespace, "cart");
        desk.ask(attributes(id, Map.of("a", "1", "b", "2")), UpdateServiceAttributesResponse.class);
        desk.ask(attributes(id, Map.of("b", "3")), UpdateServiceAttributesResponse.class);
        assertThat(attributes(id)).isEqualTo(Map.of("a", "1", "b", "3"));
        desk.ask(
                DeleteServiceAttributesRequest.builder()
                        .serviceId(id)
                        .attributes("a", "absent")
                        .build(),
                DeleteServiceAttributesResponse.class);
        assertThat(attributes(id)).isEqualTo(Map.of("b", "3"));
        Map<String, String> thirty =
                IntStream.range(0, 30).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v"));
        assertThat(desk.refusal(attributes(id, thirty)).code())
                .isEqualTo("ServiceAttributesLimitExceededException");
        assertThat(desk.refusal(attributes(id, Map.of())).message()).contains("Attributes");
        assertThat(desk.refusal(attributes(id, Map.of("k".repeat(256), "v"))).message())
                .contains("Attributes");
        assertThat(desk.refusal(attributes("srv-none", Map.of("a", "b"))).code())
                .isEqualTo("ServiceNotFound");
    }

    private static UpdateServiceAttributesRequest attributes(String id, Map<String, String> map) {
        return UpdateServiceAttributesRequest.builder().serviceId(id).attributes(map).build();
    }

    private Map<String, String> attributes(String id) {
        return desk.ask(
                        GetServiceAttributesRequest.builder().serviceId(id).build(),
                        GetServiceAttributesResponse.class)
                .serviceAttributes()
                .attributes();
    }

    private CreateServiceRequest.Builder create(String name) {
        return CreateServiceRequest.builder().namespaceId(namespace).name(name);
    }

    private static ListServicesRequest.Builder in(String namespaceId) {
        return ListServicesRequest.builder()
                .filters(ServiceFilter.builder().name("NAMESPACE_ID").values(namespaceId).build());
    }

    private List<ServiceSummary> list(ListServicesRequest.Builder request) {
        return desk.ask(request.build(), ListServicesResponse.class).services();
    }

    private software.amazon.awssdk.services.servicediscovery.model.Service get(String id) {
        return desk.ask(GetServiceRequest.builder().id(id).build(), GetServiceResponse.class)
                .service();
    }
}
