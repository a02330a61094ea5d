package dev.slipway.controlplane.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.wire.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.servicediscovery.model.CreateHttpNamespaceRequest;
import software.amazon.awssdk.services.servicediscovery.model.CreateHttpNamespaceResponse;
import software.amazon.awssdk.services.servicediscovery.model.DeleteNamespaceRequest;
import software.amazon.awssdk.services.servicediscovery.model.DeleteNamespaceResponse;
import software.amazon.awssdk.services.servicediscovery.model.DeleteServiceRequest;
import software.amazon.awssdk.services.servicediscovery.model.DeleteServiceResponse;
import software.amazon.awssdk.services.servicediscovery.model.GetNamespaceRequest;
import software.amazon.awssdk.services.servicediscovery.model.GetNamespaceResponse;
import software.amazon.awssdk.services.servicediscovery.model.ListNamespacesRequest;
import software.amazon.awssdk.services.servicediscovery.model.ListNamespacesResponse;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceFilter;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceSummary;
import software.amazon.awssdk.services.servicediscovery.model.Tag;
import software.amazon.awssdk.services.servicediscovery.model.UpdateHttpNamespaceRequest;
import software.amazon.awssdk.services.servicediscovery.model.UpdateHttpNamespaceResponse;

/** Namespaces: made, listed, changed, tagged, deleted. */
class NamespaceStoryTest {
    private final DiscoveryDesk desk = new DiscoveryDesk();

    @Test
    void aNamespaceIsDescribedAsAwsDescribesIt() {
        desk.ask(
                CreateHttpNamespaceRequest.builder()
                        .name("shop")
                        .description("all of it")
                        .creatorRequestId("r-1")
                        .build(),
                CreateHttpNamespaceResponse.class);
        NamespaceSummary summary = list(b -> b).getFirst();
        var namespace = get(summary.id());

        assertThat(namespace.id()).matches("ns-[a-z0-9]{16}");
        assertThat(namespace.arn()).isEqualTo(DiscoveryDesk.ARN + "namespace/" + namespace.id());
        assertThat(namespace.typeAsString()).isEqualTo("HTTP");
        assertThat(namespace.properties().httpProperties().httpName()).isEqualTo("shop");
        assertThat(namespace.description()).isEqualTo("all of it");
        assertThat(namespace.creatorRequestId()).isEqualTo("r-1");
        assertThat(namespace.createDate()).isEqualTo(DiscoveryDesk.NOW);
        assertThat(namespace.serviceCount()).isZero();
        assertThat(namespace.resourceOwner()).isEqualTo("111122223333");
        assertThat(get(namespace.arn())).isEqualTo(namespace);
        assertThat(summary.arn()).isEqualTo(namespace.arn());
    }

    @Test
    void aNameIsTakenOnceAndTheErrorNamesWhoHasIt() {
        desk.ask(create("shop", "r-1", ""), CreateHttpNamespaceResponse.class);
        AwsError taken = desk.refusal(create("shop", "r-2", ""));
        assertThat(taken.code()).isEqualTo("NamespaceAlreadyExists");
        assertThat(taken.members())
                .containsEntry("CreatorRequestId", "r-1")
                .containsEntry("NamespaceId", list(b -> b).getFirst().id());
        desk.namespace("Shop");
        assertThat(list(b -> b)).hasSize(2);
    }

    @Test
    void aRepeatedRequestHasTheSameOperationAndAnotherOneWithItsIdIsRefused() {
        var first = desk.ask(create("shop", "r-1", "x"), CreateHttpNamespaceResponse.class);
        var again = desk.ask(create("shop", "r-1", "x"), CreateHttpNamespaceResponse.class);
        assertThat(again.operationId()).isEqualTo(first.operationId());
        assertThat(list(b -> b)).hasSize(1);
        for (CreateHttpNamespaceRequest other :
                List.of(create("shop", "r-1", "y"), create("other", "r-1", "x"))) {
            AwsError duplicate = desk.refusal(other);
            assertThat(duplicate.code()).isEqualTo("DuplicateRequest");
            assertThat(duplicate.members())
                    .containsEntry("DuplicateOperationId", first.operationId());
        }
    }

    @Test
    void theDescriptionChangesOncePerRequest() {
        String id = desk.namespace("shop");
        var first = desk.ask(update(id, "r-1", "new"), UpdateHttpNamespaceResponse.class);
        assertThat(get(id).description()).isEqualTo("new");
        assertThat(desk.ask(update(id, "r-1", "new"), UpdateHttpNamespaceResponse.class))
                .isEqualTo(first);
        assertThat(desk.refusal(update(id, "r-1", "newer")).code()).isEqualTo("DuplicateRequest");
        desk.ask(update(id, "r-2", ""), UpdateHttpNamespaceResponse.class);
        assertThat(get(id).description()).isEmpty();
        assertThat(desk.refusal(update("ns-none", "r-3", "x")).code())
                .isEqualTo("NamespaceNotFound");
        assertThat(desk.refusal(update(id, "r-4", null)).message())
                .contains("Namespace.Description");
    }

    @Test
    void aNamespaceIsDeletedOnceItsServicesAre() {
        String id = desk.namespace("shop");
        String service = desk.service(id, "cart");
        assertThat(get(id).serviceCount()).isEqualTo(1);
        assertThat(desk.refusal(delete(id)).code()).isEqualTo("ResourceInUse");
        desk.ask(DeleteServiceRequest.builder().id(service).build(), DeleteServiceResponse.class);
        desk.ask(delete(id), DeleteNamespaceResponse.class);
        assertThat(desk.refusal(delete(id)).code()).isEqualTo("NamespaceNotFound");
        assertThat(desk.refusal(GetNamespaceRequest.builder().id(id).build()).code())
                .isEqualTo("NamespaceNotFound");
        assertThat(desk.namespace("shop")).isNotEqualTo(id);
    }

    @Test
    void namespacesOfOthersAreNotFound() {
        String id = desk.namespace("shop");
        for (String arn :
                List.of(
                        "arn:aws:servicediscovery:us-east-1:999999999999:namespace/" + id,
                        "arn:aws:servicediscovery:eu-west-1:111122223333:namespace/" + id,
                        DiscoveryDesk.ARN + "service/" + id)) {
            assertThat(desk.refusal(GetNamespaceRequest.builder().id(arn).build()).code())
                    .isEqualTo("NamespaceNotFound");
        }
    }

    @Test
    void namespacesArePagedByNameAndNarrowedByFilters() {
        for (String name : List.of("b", "a", "c", "cc", "d")) {
            desk.namespace(name);
        }
        List<String> names = new ArrayList<>();
        Optional<String> token = Optional.empty();
        int pages = 0;
        do {
            String next = token.orElse(null);
            ListNamespacesResponse page =
                    desk.ask(
                            ListNamespacesRequest.builder().maxResults(2).nextToken(next).build(),
                            ListNamespacesResponse.class);
            page.namespaces().forEach(n -> names.add(n.name()));
            token = Optional.ofNullable(page.nextToken());
            pages++;
        } while (token.isPresent() && pages < 10);
        assertThat(names).containsExactly("a", "b", "c", "cc", "d");
        assertThat(pages).isEqualTo(3);
        assertThat(names("NAME", null, "c")).containsExactly("c");
        assertThat(names("HTTP_NAME", "BEGINS_WITH", "c")).containsExactly("c", "cc");
        assertThat(names("TYPE", "EQ", "HTTP")).hasSize(5);
        assertThat(names("TYPE", "EQ", "DNS_PRIVATE")).isEmpty();
    }

    @Test
    void wrongListingsAreRefused() {
        for (NamespaceFilter wrong :
                List.of(
                        filter("NAME", "IN", "a"),
                        filter("NAME", "EQ", "a", "b"),
                        filter("NAME", "EQ"),
                        filter("COLOUR", "EQ", "a"),
                        filter("TYPE", "EQ", "TELNET"))) {
            AwsError error = desk.refusal(ListNamespacesRequest.builder().filters(wrong).build());
            assertThat(error.code()).isEqualTo("InvalidInput");
            assertThat(error.message()).contains("ilters");
        }
        for (int size : new int[] {0, 101}) {
            assertThat(
                            desk.refusal(ListNamespacesRequest.builder().maxResults(size).build())
                                    .message())
                    .contains("MaxResults");
        }
        assertThat(desk.refusal(ListNamespacesRequest.builder().nextToken("bad").build()).message())
                .contains("NextToken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "\u00e4"})
    void noNamespaceHasSuchAName(String name) {
        AwsError error = desk.refusal(create(name, "r", ""));
        assertThat(error.code()).isEqualTo("InvalidInput");
        assertThat(error.message()).contains("Name");
    }

    @Test
    void whatIsTooLongOrMissingIsNamed() {
        assertThat(desk.refusal(create("a".repeat(1025), "r", "")).message()).contains("'Name'");
        assertThat(desk.refusal(create("a", "r".repeat(65), "")).message())
                .contains("'CreatorRequestId'");
        assertThat(desk.refusal(create("a", "r", "d".repeat(1025))).message())
                .contains("'Description'");
        assertThat(desk.refusal(CreateHttpNamespaceRequest.builder().build()).message())
                .contains("'Name'");
    }

    @Test
    void anAccountHasFiftyNamespacesInARegion() {
        for (int i = 0; i < 50; i++) {
            desk.namespace("n" + i);
        }
        assertThat(desk.refusal(create("one-more", "r", "")).code())
                .isEqualTo("ResourceLimitExceeded");
    }

    @Test
    void creatingWithTagsAsksForBothActions() {
        CreateHttpNamespaceRequest request =
                CreateHttpNamespaceRequest.builder()
                        .name("shop")
                        .tags(Tag.builder().key("k").value("v").build())
                        .build();
        assertThat(desk.access(request))
                .extracting(access -> access.action())
                .containsExactly(
                        "servicediscovery:CreateHttpNamespace", "servicediscovery:TagResource");
        assertThat(desk.access(request).getFirst().conditions())
                .containsEntry("aws:RequestTag/k", List.of("v"));
    }

    private static CreateHttpNamespaceRequest create(
            String name, String request, String description) {
        return CreateHttpNamespaceRequest.builder()
                .name(name)
                .creatorRequestId(request)
                .description(description)
                .build();
    }

    private static UpdateHttpNamespaceRequest update(
            String id, String request, @Nullable String description) {
        return UpdateHttpNamespaceRequest.builder()
                .id(id)
                .updaterRequestId(request)
                .namespace(n -> n.description(description))
                .build();
    }

    private static DeleteNamespaceRequest delete(String id) {
        return DeleteNamespaceRequest.builder().id(id).build();
    }

    private software.amazon.awssdk.services.servicediscovery.model.Namespace get(String id) {
        return desk.ask(GetNamespaceRequest.builder().id(id).build(), GetNamespaceResponse.class)
                .namespace();
    }

    private List<NamespaceSummary> list(UnaryOperator<ListNamespacesRequest.Builder> with) {
        return desk.ask(
                        with.apply(ListNamespacesRequest.builder()).build(),
                        ListNamespacesResponse.class)
                .namespaces();
    }

    private static NamespaceFilter filter(
            String name, @Nullable String condition, String... values) {
        return NamespaceFilter.builder().name(name).condition(condition).values(values).build();
    }

    private List<String> names(String name, @Nullable String condition, String value) {
        return list(b -> b.filters(filter(name, condition, value))).stream()
                .map(NamespaceSummary::name)
                .toList();
    }
}
