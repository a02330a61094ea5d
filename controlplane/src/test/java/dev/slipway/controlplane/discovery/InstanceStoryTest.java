package dev.slipway.controlplane.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.wire.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.servicediscovery.model.DeregisterInstanceRequest;
import software.amazon.awssdk.services.servicediscovery.model.DeregisterInstanceResponse;
import software.amazon.awssdk.services.servicediscovery.model.GetInstanceRequest;
import software.amazon.awssdk.services.servicediscovery.model.GetInstanceResponse;
import software.amazon.awssdk.services.servicediscovery.model.GetInstancesHealthStatusRequest;
import software.amazon.awssdk.services.servicediscovery.model.GetInstancesHealthStatusResponse;
import software.amazon.awssdk.services.servicediscovery.model.ListInstancesRequest;
import software.amazon.awssdk.services.servicediscovery.model.ListInstancesResponse;
import software.amazon.awssdk.services.servicediscovery.model.RegisterInstanceRequest;
import software.amazon.awssdk.services.servicediscovery.model.RegisterInstanceResponse;
import software.amazon.awssdk.services.servicediscovery.model.UpdateInstanceCustomHealthStatusRequest;
import software.amazon.awssdk.services.servicediscovery.model.UpdateInstanceCustomHealthStatusResponse;

/** Instances: registered, changed, listed, their health told. */
class InstanceStoryTest {
    private final DiscoveryDesk desk = new DiscoveryDesk();
    private final String namespace = desk.namespace("shop");
    private final String service = desk.watchedService(namespace, "cart");

    @Test
    void registeringAgainChangesTheInstance() {
        desk.register(service, "one", Map.of("version", "1", "AWS_INSTANCE_IPV4", "10.0.0.7"));
        desk.register(service, "one", Map.of("version", "2"));
        var instance = desk.ask(get("one"), GetInstanceResponse.class).instance();
        assertThat(instance.attributes()).isEqualTo(Map.of("version", "2"));
        assertThat(instance.createdByAccount()).isEqualTo("111122223333");
        assertThat(instanceIds()).containsExactly("one");
    }

    @Test
    void aRepeatedRequestHasTheSameOperationAndAnotherOneWithItsIdIsRefused() {
        var first = desk.ask(request("one", "v", "r-1"), RegisterInstanceResponse.class);
        long revision = desk.state.read().revision();
        assertThat(desk.ask(request("one", "v", "r-1"), RegisterInstanceResponse.class))
                .isEqualTo(first);
        assertThat(desk.state.read().revision()).isEqualTo(revision);
        for (RegisterInstanceRequest other :
                List.of(request("one", "w", "r-1"), request("two", "v", "r-1"))) {
            AwsError duplicate = desk.refusal(other);
            assertThat(duplicate.code()).isEqualTo("DuplicateRequest");
            assertThat(duplicate.members())
                    .containsEntry("DuplicateOperationId", first.operationId());
        }
        desk.ask(request("two", "v", "r-2"), RegisterInstanceResponse.class);
        assertThat(desk.ask(get("one"), GetInstanceResponse.class).instance().creatorRequestId())
                .isEqualTo("r-1");
    }

    @Test
    void whatIsMissingIsToldInAwsWords() {
        assertThat(desk.refusal(get("none")).code()).isEqualTo("InstanceNotFound");
        assertThat(desk.refusal(deregister("none")).code()).isEqualTo("InstanceNotFound");
        assertThat(desk.refusal(tell(service, "none", "HEALTHY")).code())
                .isEqualTo("InstanceNotFound");
        assertThat(
                        desk.refusal(
                                        GetInstancesHealthStatusRequest.builder()
                                                .serviceId(service)
                                                .instances("none")
                                                .build())
                                .code())
                .isEqualTo("InstanceNotFound");
        for (SdkPojo request :
                List.of(
                        GetInstanceRequest.builder().serviceId("srv-x").instanceId("i").build(),
                        ListInstancesRequest.builder().serviceId("srv-x").build(),
                        RegisterInstanceRequest.builder()
                                .serviceId("srv-x")
                                .instanceId("i")
                                .attributes(Map.of("a", "b"))
                                .build(),
                        tell("srv-x", "i", "HEALTHY"))) {
            assertThat(desk.refusal(request).code()).isEqualTo("ServiceNotFound");
        }
        desk.register(service, "one", Map.of());
        desk.ask(deregister("one"), DeregisterInstanceResponse.class);
        assertThat(desk.refusal(deregister("one")).code()).isEqualTo("InstanceNotFound");
    }

    @ParameterizedTest
    @CsvSource({
        "AWS_INSTANCE_IPV4, 10.0.0",
        "AWS_INSTANCE_IPV4, 10.0.0.256",
        "AWS_INSTANCE_IPV4, localhost",
        "AWS_INSTANCE_IPV6, 10.0.0.1",
        "AWS_INSTANCE_IPV6, 1:2:3",
        "AWS_INSTANCE_IPV6, 1::2::3",
        "AWS_INSTANCE_IPV6, 1:2:3:4:5:6:7::8",
        "AWS_INSTANCE_PORT, 0",
        "AWS_INSTANCE_PORT, 65536",
        "AWS_INSTANCE_PORT, http",
        "AWS_INSTANCE_CNAME, ''",
        "AWS_INIT_HEALTH_STATUS, healthy",
        "AWS_EC2_INSTANCE_ID, i-1234",
        "AWS_ALIAS_DNS_NAME, lb.example.com",
        "AWS_SOMETHING, x"
    })
    void aWrongReservedAttributeIsNamed(String key, String value) {
        AwsError error = desk.refusal(attributes(Map.of(key, value)));
        assertThat(error.code()).isEqualTo("InvalidInput");
        assertThat(error.message()).contains(key);
    }

    @Test
    void goodReservedAttributesAreTaken() {
        desk.register(
                service,
                "one",
                Map.of(
                        "AWS_INSTANCE_IPV4", "255.0.10.199",
                        "AWS_INSTANCE_IPV6", "2001:db8::1",
                        "AWS_INSTANCE_PORT", "65535",
                        "AWS_INSTANCE_CNAME", "example.com",
                        "AWS_INIT_HEALTH_STATUS", "UNHEALTHY"));
        for (String address : List.of("::", "::1", "1::", "1:2:3:4:5:6:7:8", "fe80::1:2")) {
            desk.register(service, "one", Map.of("AWS_INSTANCE_IPV6", address));
        }
    }

    @Test
    void attributesHaveBounds() {
        assertThat(desk.refusal(attributes(many(31, 1))).message()).contains("30 custom");
        desk.register(service, "one", many(30, 1));
        assertThat(desk.refusal(attributes(many(6, 1000))).message()).contains("5000");
        for (Map<String, String> wrong :
                List.of(
                        Map.of("k".repeat(256), "v"),
                        Map.of("k", "v".repeat(1025)),
                        Map.of("a key", "v"),
                        Map.of("", "v"),
                        Map.of("k", "\u00e4"))) {
            AwsError error = desk.refusal(attributes(wrong));
            assertThat(error.code()).isEqualTo("InvalidInput");
            assertThat(error.message()).contains("Attributes");
        }
        assertThat(
                        desk.refusal(
                                        RegisterInstanceRequest.builder()
                                                .serviceId(service)
                                                .instanceId("a b")
                                                .attributes(Map.of("k", "v"))
                                                .build())
                                .message())
                .contains("'InstanceId'");
        assertThat(
                        desk.refusal(
                                        RegisterInstanceRequest.builder()
                                                .serviceId(service)
                                                .instanceId("a")
                                                .build())
                                .message())
                .contains("'Attributes'");
    }

    @Test
    void instancesArePagedById() {
        String other = desk.service(namespace, "other");
        desk.register(other, "foreign", Map.of());
        for (String id : List.of("c", "a", "b/1", "b", "d")) {
            desk.register(service, id, Map.of());
        }
        assertThat(instanceIds()).containsExactly("a", "b", "b/1", "c", "d");
        assertThat(
                        desk.refusal(
                                        ListInstancesRequest.builder()
                                                .serviceId(service)
                                                .nextToken("bad")
                                                .build())
                                .message())
                .contains("NextToken");
    }

    @Test
    void healthIsToldPagedAndResetByRegisteringAgain() {
        desk.register(service, "a", Map.of());
        desk.register(service, "b", Map.of("AWS_INIT_HEALTH_STATUS", "UNHEALTHY"));
        desk.register(service, "c", Map.of());
        desk.ask(tell(service, "c", "UNHEALTHY"), UpdateInstanceCustomHealthStatusResponse.class);
        assertThat(health(b -> b))
                .isEqualTo(Map.of("a", "HEALTHY", "b", "UNHEALTHY", "c", "UNHEALTHY"));
        assertThat(health(b -> b.instances("c", "a")))
                .isEqualTo(Map.of("a", "HEALTHY", "c", "UNHEALTHY"));
        GetInstancesHealthStatusResponse first =
                desk.ask(
                        GetInstancesHealthStatusRequest.builder()
                                .serviceId(service)
                                .maxResults(2)
                                .build(),
                        GetInstancesHealthStatusResponse.class);
        assertThat(first.statusAsStrings()).containsOnlyKeys("a", "b");
        assertThat(health(b -> b.maxResults(2).nextToken(first.nextToken()))).containsOnlyKeys("c");
        desk.register(service, "c", Map.of());
        assertThat(health(b -> b.instances("c"))).isEqualTo(Map.of("c", "HEALTHY"));
        assertThat(desk.refusal(tell(service, "c", "UNKNOWN")).message()).contains("'Status'");
    }

    @Test
    void withoutACustomCheckNobodyTellsHealth() {
        String plain = desk.service(namespace, "plain");
        desk.register(plain, "one", Map.of());
        assertThat(desk.refusal(tell(plain, "one", "HEALTHY")).code())
                .isEqualTo("CustomHealthNotFound");
        AwsError error =
                desk.refusal(
                        RegisterInstanceRequest.builder()
                                .serviceId(plain)
                                .instanceId("two")
                                .attributes(Map.of("AWS_INIT_HEALTH_STATUS", "HEALTHY"))
                                .build());
        assertThat(error.code()).isEqualTo("InvalidInput");
        assertThat(error.message()).contains("AWS_INIT_HEALTH_STATUS");
        assertThat(
                        desk.ask(
                                        GetInstancesHealthStatusRequest.builder()
                                                .serviceId(plain)
                                                .build(),
                                        GetInstancesHealthStatusResponse.class)
                                .statusAsStrings())
                .isEqualTo(Map.of("one", "UNKNOWN"));
    }

    @Test
    void aServiceHasAThousandInstances() {
        for (int i = 0; i < 1000; i++) {
            desk.register(service, "i" + i, Map.of());
        }
        assertThat(desk.refusal(attributes(Map.of("k", "v"))).code())
                .isEqualTo("ResourceLimitExceeded");
        desk.register(service, "i0", Map.of("k", "v"));
    }

    private static Map<String, String> many(int count, int length) {
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            map.put("key" + i, "v".repeat(length));
        }
        return map;
    }

    private RegisterInstanceRequest attributes(Map<String, String> attributes) {
        return RegisterInstanceRequest.builder()
                .serviceId(service)
                .instanceId("fresh")
                .attributes(attributes)
                .build();
    }

    private RegisterInstanceRequest request(String id, String value, String requestId) {
        return RegisterInstanceRequest.builder()
                .serviceId(service)
                .instanceId(id)
                .creatorRequestId(requestId)
                .attributes(Map.of("key", value))
                .build();
    }

    private GetInstanceRequest get(String id) {
        return GetInstanceRequest.builder().serviceId(service).instanceId(id).build();
    }

    private DeregisterInstanceRequest deregister(String id) {
        return DeregisterInstanceRequest.builder().serviceId(service).instanceId(id).build();
    }

    private static UpdateInstanceCustomHealthStatusRequest tell(
            String service, String id, String status) {
        return UpdateInstanceCustomHealthStatusRequest.builder()
                .serviceId(service)
                .instanceId(id)
                .status(status)
                .build();
    }

    private Map<String, String> health(
            UnaryOperator<GetInstancesHealthStatusRequest.Builder> with) {
        return desk.ask(
                        with.apply(GetInstancesHealthStatusRequest.builder().serviceId(service))
                                .build(),
                        GetInstancesHealthStatusResponse.class)
                .statusAsStrings();
    }

    /** All pages, two instances each. */
    private List<String> instanceIds() {
        List<String> ids = new ArrayList<>();
        Optional<String> token = Optional.empty();
        int pages = 0;
        do {
            ListInstancesResponse page =
                    desk.ask(
                            ListInstancesRequest.builder()
                                    .serviceId(service)
                                    .maxResults(2)
                                    .nextToken(token.orElse(null))
                                    .build(),
                            ListInstancesResponse.class);
            page.instances().forEach(i -> ids.add(i.id()));
            token = Optional.ofNullable(page.nextToken());
            pages++;
        } while (token.isPresent() && pages < 10);
        return ids;
    }
}
