package dev.slipway.controlplane.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controlplane.ecs.cluster.ClusterContents;
import dev.slipway.controlplane.ecs.cluster.Clusters;
import dev.slipway.wire.AwsError;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterResponse;
import software.amazon.awssdk.services.ecs.model.DeleteClusterRequest;
import software.amazon.awssdk.services.ecs.model.DeleteClusterResponse;
import software.amazon.awssdk.services.ecs.model.DescribeCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeCapacityProvidersResponse;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersResponse;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersResponse;
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsResponse;

// The model's builders take their parts as varargs of consumers.
@SuppressWarnings("unchecked")
class ClusterStoryTest {
    private final EcsDesk desk = new EcsDesk();

    @Test
    void creatingAnActiveClusterAgainGivesItBackAsItIs() {
        Cluster first = create(b -> b.clusterName("c").tags(t -> t.key("k").value("v")));
        Cluster again = create(b -> b.clusterName("c").tags(t -> t.key("other").value("v")));
        assertThat(first.clusterArn()).isEqualTo(EcsDesk.ARN + "cluster/c");
        assertThat(first.status()).isEqualTo("ACTIVE");
        assertThat(again).isEqualTo(first);
    }

    @Test
    void aClusterWithoutANameIsTheDefaultOne() {
        assertThat(create(b -> {}).clusterName()).isEqualTo("default");
    }

    @Test
    void theDefaultClusterSpringsIntoLifeOnFirstUse() {
        ask(ListContainerInstancesRequest.builder().build(), ListContainerInstancesResponse.class);
        desk.state.commit(tx -> Clusters.resolveForUse(tx, EcsDesk.SCOPE, null, EcsDesk.NOW));
        assertThat(list(ListClustersRequest.builder().build()).clusterArns())
                .containsExactly(EcsDesk.ARN + "cluster/default");
    }

    @Test
    void aDeletedClusterIsInactiveNotListedAndFreshWhenMadeAgain() {
        create(b -> b.clusterName("c").tags(t -> t.key("k").value("v")));
        assertThat(delete("c").status()).isEqualTo("INACTIVE");
        assertThat(list(ListClustersRequest.builder().build()).clusterArns()).isEmpty();
        assertThat(describe("c").clusters().getFirst().status()).isEqualTo("INACTIVE");
        AwsError used = desk.refusal(ListContainerInstancesRequest.builder().cluster("c").build());
        assertThat(used.code()).isEqualTo("ClusterNotFoundException");
        assertThat(used.message()).isEqualTo("The referenced cluster was inactive.");
        Cluster fresh = create(b -> b.clusterName("c"));
        assertThat(fresh.status()).isEqualTo("ACTIVE");
        assertThat(fresh.tags()).isEmpty();
    }

    @Test
    void aClusterThatHoldsSomethingIsNotDeleted() {
        create(b -> b.clusterName("c"));
        DeleteClusterRequest request = DeleteClusterRequest.builder().cluster("c").build();
        desk.contents = ClusterContents.ofTasks(0, 1, List.of());
        assertThat(desk.refusal(request).code()).isEqualTo("ClusterContainsTasksException");
        desk.contents = new ClusterContents(0, 0, 1, 0, List.of());
        assertThat(desk.refusal(request).code()).isEqualTo("ClusterContainsServicesException");
        desk.contents = ClusterContents.NOTHING;
        assertThat(delete("c").status()).isEqualTo("INACTIVE");
    }

    @Test
    void unknownClustersAreFailuresInDescribeAndErrorsElsewhere() {
        DescribeClustersResponse described = describe("nope");
        assertThat(described.clusters()).isEmpty();
        assertThat(described.failures().getFirst().arn()).isEqualTo(EcsDesk.ARN + "cluster/nope");
        assertThat(described.failures().getFirst().reason()).isEqualTo("MISSING");
        AwsError error = desk.refusal(DeleteClusterRequest.builder().cluster("nope").build());
        assertThat(error.code()).isEqualTo("ClusterNotFoundException");
        assertThat(error.message()).isEqualTo("Cluster not found.");
    }

    @Test
    void anArnOfAnotherAccountRegionOrKindIsAnInvalidIdentifier() {
        for (String arn :
                List.of(
                        "arn:aws:ecs:us-east-1:999999999999:cluster/c",
                        "arn:aws:ecs:eu-west-1:111122223333:cluster/c",
                        EcsDesk.ARN + "service/c",
                        EcsDesk.ARN + "cluster/",
                        "arn:aws:s3:::cluster")) {
            AwsError error = desk.refusal(DeleteClusterRequest.builder().cluster(arn).build());
            assertThat(error.code()).as(arn).isEqualTo("InvalidParameterException");
            assertThat(error.message()).as(arn).startsWith("Invalid identifier");
        }
    }

    @Test
    void whatIsNotIncludedIsThereAndEmpty() {
        create(b -> b.clusterName("c").tags(t -> t.key("k").value("v")));
        desk.contents = ClusterContents.ofTasks(2, 1, List.of());
        Cluster bare = describe("c").clusters().getFirst();
        assertThat(bare.runningTasksCount()).isEqualTo(2);
        assertThat(bare.pendingTasksCount()).isEqualTo(1);
        assertThat(bare.hasSettings() && bare.hasTags() && bare.hasStatistics()).isTrue();
        assertThat(bare.settings()).isEmpty();
        assertThat(bare.tags()).isEmpty();
        Cluster full =
                ask(
                                DescribeClustersRequest.builder()
                                        .clusters(EcsDesk.ARN + "cluster/c")
                                        .includeWithStrings("SETTINGS", "STATISTICS", "TAGS")
                                        .build(),
                                DescribeClustersResponse.class)
                        .clusters()
                        .getFirst();
        assertThat(full.settings().getFirst().value()).isEqualTo("disabled");
        assertThat(full.tags().getFirst().key()).isEqualTo("k");
        assertThat(full.statistics())
                .anySatisfy(
                        s -> {
                            assertThat(s.name()).isEqualTo("runningFargateTasksCount");
                            assertThat(s.value()).isEqualTo("2");
                        });
    }

    @Test
    void pagesOfClustersComeInOrderAndATokenFitsItsListingOnly() {
        for (int i = 0; i < 7; i++) {
            String name = "c" + i;
            create(b -> b.clusterName(name));
        }
        List<String> seen = new ArrayList<>();
        String token = null;
        do {
            ListClustersResponse page =
                    list(ListClustersRequest.builder().maxResults(3).nextToken(token).build());
            seen.addAll(page.clusterArns());
            token = page.nextToken();
        } while (token != null);
        assertThat(seen).hasSize(7).isSorted().doesNotHaveDuplicates();
        AwsError error = desk.refusal(ListClustersRequest.builder().nextToken("bogus").build());
        assertThat(error.code()).isEqualTo("InvalidParameterException");
        assertThat(error.message()).isEqualTo("Invalid token.");
        for (int size : new int[] {0, 101}) {
            assertThat(desk.refusal(ListClustersRequest.builder().maxResults(size).build()).code())
                    .isEqualTo("InvalidParameterException");
        }
    }

    @Test
    void capacityProvidersAreReplacedAsAWholeAndNotTakenFromUse() {
        create(b -> b.clusterName("c").capacityProviders("FARGATE"));
        Cluster both = put("FARGATE", "FARGATE_SPOT").cluster();
        assertThat(both.capacityProviders()).containsExactly("FARGATE", "FARGATE_SPOT");
        assertThat(both.defaultCapacityProviderStrategy()).hasSize(1);
        desk.contents = ClusterContents.ofTasks(1, 0, List.of("FARGATE_SPOT"));
        AwsError used = desk.refusal(putRequest("FARGATE"));
        assertThat(used.code()).isEqualTo("ResourceInUseException");
        AwsError unknown = desk.refusal(putRequest("mine"));
        assertThat(unknown.message()).startsWith("The specified capacity provider 'mine'");
        AwsError detached = desk.refusal(putRequest("FARGATE_SPOT"));
        assertThat(detached.message()).contains("not associated with the cluster");
    }

    @Test
    void everyAccountHasTheTwoFargateProviders() {
        DescribeCapacityProvidersResponse all =
                ask(
                        DescribeCapacityProvidersRequest.builder().build(),
                        DescribeCapacityProvidersResponse.class);
        assertThat(all.capacityProviders())
                .extracting(p -> p.name() + " " + p.statusAsString())
                .containsExactly("FARGATE ACTIVE", "FARGATE_SPOT ACTIVE");
        DescribeCapacityProvidersResponse other =
                ask(
                        DescribeCapacityProvidersRequest.builder().capacityProviders("x").build(),
                        DescribeCapacityProvidersResponse.class);
        assertThat(other.failures().getFirst().reason()).isEqualTo("MISSING");
    }

    @Test
    void settingsKnowOnlyContainerInsights() {
        create(b -> b.clusterName("c"));
        UpdateClusterSettingsResponse on =
                ask(
                        UpdateClusterSettingsRequest.builder()
                                .cluster("c")
                                .settings(s -> s.name("containerInsights").value("enhanced"))
                                .build(),
                        UpdateClusterSettingsResponse.class);
        assertThat(on.cluster().settings().getFirst().value()).isEqualTo("enhanced");
        AwsError bad =
                desk.refusal(
                        UpdateClusterSettingsRequest.builder()
                                .cluster("c")
                                .settings(s -> s.name("containerInsights").value("yes"))
                                .build());
        assertThat(bad.message()).contains("containerInsights").contains("'yes'");
    }

    @Test
    void whatWouldNotBeTrueIsRefusedAtCreation() {
        AwsError storage =
                desk.refusal(
                        CreateClusterRequest.builder()
                                .configuration(
                                        c -> c.managedStorageConfiguration(m -> m.kmsKeyId("k")))
                                .build());
        assertThat(storage.message()).contains("managedStorageConfiguration");
        AwsError connect =
                desk.refusal(
                        CreateClusterRequest.builder()
                                .serviceConnectDefaults(s -> s.namespace("ns"))
                                .build());
        assertThat(connect.code()).isEqualTo("NamespaceNotFoundException");
        AwsError name = desk.refusal(CreateClusterRequest.builder().clusterName("a/b").build());
        assertThat(name.message()).contains("cluster name");
    }

    private PutClusterCapacityProvidersResponse put(String... providers) {
        return ask(putRequest(providers), PutClusterCapacityProvidersResponse.class);
    }

    private static PutClusterCapacityProvidersRequest putRequest(String... providers) {
        return PutClusterCapacityProvidersRequest.builder()
                .cluster("c")
                .capacityProviders(providers)
                .defaultCapacityProviderStrategy(s -> s.capacityProvider("FARGATE").weight(1))
                .build();
    }

    private Cluster create(java.util.function.Consumer<CreateClusterRequest.Builder> change) {
        CreateClusterRequest.Builder request = CreateClusterRequest.builder();
        change.accept(request);
        return ask(request.build(), CreateClusterResponse.class).cluster();
    }

    private Cluster delete(String name) {
        return ask(
                        DeleteClusterRequest.builder().cluster(name).build(),
                        DeleteClusterResponse.class)
                .cluster();
    }

    private DescribeClustersResponse describe(String name) {
        return ask(
                DescribeClustersRequest.builder().clusters(name).build(),
                DescribeClustersResponse.class);
    }

    private ListClustersResponse list(ListClustersRequest request) {
        return ask(request, ListClustersResponse.class);
    }

    private <O extends software.amazon.awssdk.core.SdkPojo> O ask(
            software.amazon.awssdk.core.SdkPojo request, Class<O> response) {
        return desk.ask(request, response);
    }
}
