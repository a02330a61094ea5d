package dev.slipway.controlplane.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.wire.AwsError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.servicediscovery.model.GetOperationRequest;
import software.amazon.awssdk.services.servicediscovery.model.GetOperationResponse;
import software.amazon.awssdk.services.servicediscovery.model.ListOperationsRequest;
import software.amazon.awssdk.services.servicediscovery.model.ListOperationsResponse;
import software.amazon.awssdk.services.servicediscovery.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.servicediscovery.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.servicediscovery.model.OperationFilter;
import software.amazon.awssdk.services.servicediscovery.model.Tag;
import software.amazon.awssdk.services.servicediscovery.model.TagResourceRequest;
import software.amazon.awssdk.services.servicediscovery.model.TagResourceResponse;
import software.amazon.awssdk.services.servicediscovery.model.UntagResourceRequest;
import software.amazon.awssdk.services.servicediscovery.model.UntagResourceResponse;

/** Operations and tags. */
class OperationStoryTest {
    private final DiscoveryDesk desk = new DiscoveryDesk();

    @Test
    void anOperationIsDoneAtTheFirstLook() {
        String service = desk.service(desk.namespace("shop"), "cart");
        String id = desk.register(service, "one", Map.of());
        var operation = desk.ask(get(id), GetOperationResponse.class).operation();
        assertThat(operation.id()).isEqualTo(id).matches("[a-z0-9]{32}-[a-z0-9]{8}");
        assertThat(operation.statusAsString()).isEqualTo("SUCCESS");
        assertThat(operation.typeAsString()).isEqualTo("REGISTER_INSTANCE");
        assertThat(operation.targetsAsStrings())
                .isEqualTo(Map.of("SERVICE", service, "INSTANCE", "one"));
        assertThat(operation.createDate()).isEqualTo(DiscoveryDesk.NOW);
        assertThat(operation.updateDate()).isEqualTo(DiscoveryDesk.NOW);
        assertThat(desk.refusal(get("none")).code()).isEqualTo("OperationNotFound");
    }

    @Test
    void operationsAreListedNewestFirstAndNarrowed() {
        String namespace = desk.namespace("shop");
        desk.now = DiscoveryDesk.NOW.plus(Duration.ofHours(1));
        String service = desk.service(namespace, "cart");
        String first = desk.register(service, "one", Map.of());
        String second = desk.register(service, "two", Map.of());
        List<String> all = ids(b -> b);
        assertThat(all).hasSize(3).startsWith(second, first);
        assertThat(ids(b -> b.filters(filter("NAMESPACE_ID", "EQ", namespace)))).hasSize(1);
        assertThat(ids(b -> b.filters(filter("SERVICE_ID", null, service))))
                .containsExactly(second, first);
        assertThat(ids(b -> b.filters(filter("STATUS", "IN", "SUCCESS", "FAIL")))).hasSize(3);
        assertThat(ids(b -> b.filters(filter("STATUS", "EQ", "SUCCEED")))).hasSize(3);
        assertThat(ids(b -> b.filters(filter("STATUS", "EQ", "PENDING")))).isEmpty();
        assertThat(
                        ids(
                                b ->
                                        b.filters(
                                                filter("TYPE", "EQ", "REGISTER_INSTANCE"),
                                                filter("STATUS", "EQ", "SUCCESS"))))
                .hasSize(2);
        long now = DiscoveryDesk.NOW.getEpochSecond();
        String from = Long.toString(now - 1);
        String to = now + 1 + ".5";
        assertThat(ids(b -> b.filters(filter("UPDATE_DATE", "BETWEEN", from, to)))).hasSize(1);
        ListOperationsResponse page =
                desk.ask(
                        ListOperationsRequest.builder().maxResults(2).build(),
                        ListOperationsResponse.class);
        assertThat(page.operations()).hasSize(2);
        assertThat(ids(b -> b.nextToken(page.nextToken()))).containsExactly(all.getLast());
    }

    @Test
    void wrongFiltersAreRefused() {
        for (OperationFilter wrong :
                List.of(
                        filter("NAMESPACE_ID", "IN", "ns-1"),
                        filter("STATUS", "EQ", "DONE"),
                        filter("STATUS", "IN"),
                        filter("TYPE", "BETWEEN", "A", "B"),
                        filter("TYPE", "EQ", "DANCE"),
                        filter("UPDATE_DATE", "EQ", "1"),
                        filter("UPDATE_DATE", "BETWEEN", "1"),
                        filter("UPDATE_DATE", "BETWEEN", "yesterday", "today"),
                        filter("COLOUR", "EQ", "red"))) {
            AwsError error = desk.refusal(ListOperationsRequest.builder().filters(wrong).build());
            assertThat(error.code()).isEqualTo("InvalidInput");
            assertThat(error.message()).contains("ilters");
        }
        assertThat(desk.refusal(ListOperationsRequest.builder().nextToken("x").build()).message())
                .contains("NextToken");
    }

    @Test
    void onlyTheNewestOperationsAreKept() {
        String service = desk.service(desk.namespace("shop"), "cart");
        String oldest = desk.register(service, "one", Map.of());
        for (int i = 0; i < 9_999; i++) {
            desk.register(service, "one", Map.of());
        }
        desk.ask(get(oldest), GetOperationResponse.class);
        desk.register(service, "one", Map.of());
        assertThat(desk.refusal(get(oldest)).code()).isEqualTo("OperationNotFound");
    }

    @Test
    void namespacesAndServicesAreTagged() {
        String namespace = DiscoveryDesk.ARN + "namespace/" + desk.namespace("shop");
        String service = DiscoveryDesk.ARN + "service/" + desk.service(namespace, "cart");
        for (String arn : List.of(namespace, service)) {
            desk.ask(tag(arn, Map.of("a", "1", "b", "2")), TagResourceResponse.class);
            desk.ask(tag(arn, Map.of("b", "3")), TagResourceResponse.class);
            desk.ask(untag(arn, "a", "absent"), UntagResourceResponse.class);
            assertThat(
                            desk.ask(
                                            ListTagsForResourceRequest.builder()
                                                    .resourceARN(arn)
                                                    .build(),
                                            ListTagsForResourceResponse.class)
                                    .tags())
                    .containsExactly(Tag.builder().key("b").value("3").build());
        }
    }

    @Test
    void wrongTagsAreRefused() {
        String arn = DiscoveryDesk.ARN + "namespace/" + desk.namespace("shop");
        Map<String, String> many = new TreeMap<>();
        for (int i = 0; i < 50; i++) {
            many.put("k" + i, "v");
        }
        desk.ask(tag(arn, many), TagResourceResponse.class);
        AwsError tooMany = desk.refusal(tag(arn, Map.of("one-more", "v")));
        assertThat(tooMany.code()).isEqualTo("TooManyTagsException");
        assertThat(tooMany.members()).containsEntry("ResourceName", arn);
        assertThat(desk.refusal(tag(arn, Map.of("aws:x", "v"))).code()).isEqualTo("InvalidInput");
        assertThat(desk.refusal(untag(arn, "aws:x")).code()).isEqualTo("InvalidInput");
        assertThat(desk.refusal(tag("shop", Map.of("a", "b"))).message()).contains("ResourceARN");
        for (String none :
                List.of(
                        DiscoveryDesk.ARN + "namespace/ns-none",
                        DiscoveryDesk.ARN + "service/srv-none",
                        DiscoveryDesk.ARN + "colour/red",
                        arn.replace("1111", "2222"))) {
            assertThat(desk.refusal(tag(none, Map.of("a", "b"))).code())
                    .isEqualTo("ResourceNotFoundException");
        }
    }

    private static TagResourceRequest tag(String arn, Map<String, String> tags) {
        return TagResourceRequest.builder()
                .resourceARN(arn)
                .tags(
                        tags.entrySet().stream()
                                .map(e -> Tag.builder().key(e.getKey()).value(e.getValue()).build())
                                .toList())
                .build();
    }

    private static UntagResourceRequest untag(String arn, String... keys) {
        return UntagResourceRequest.builder().resourceARN(arn).tagKeys(keys).build();
    }

    private static GetOperationRequest get(String id) {
        return GetOperationRequest.builder().operationId(id).build();
    }

    private static OperationFilter filter(
            String name, @Nullable String condition, String... values) {
        return OperationFilter.builder().name(name).condition(condition).values(values).build();
    }

    private List<String> ids(UnaryOperator<ListOperationsRequest.Builder> with) {
        return desk
                .ask(
                        with.apply(ListOperationsRequest.builder()).build(),
                        ListOperationsResponse.class)
                .operations()
                .stream()
                .map(operation -> operation.id())
                .toList();
    }
}
