package dev.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.paginators.ListClustersIterable;

/** Clusters, definitions and tags, as the SDK's own types see them. */
final class SdkClusterTest {
    @RegisterExtension static final SlipwayServer server = SlipwayServer.simulated();

    @Test
    void clustersAreMadeDescribedAndPagedThrough() {
        EcsClient ecs = server.ecs();
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            String name = "fleet-" + i;
            made.add(ecs.createCluster(r -> r.clusterName(name)).cluster().clusterArn());
        }
        ListClustersIterable pages = ecs.listClustersPaginator(r -> r.maxResults(3));
        assertThat(pages.stream().map(page -> page.clusterArns().size())).startsWith(3, 3);
        assertThat(pages.clusterArns()).containsAll(made);

        var described =
                ecs.describeClusters(
                        r -> r.clusters("fleet-0", "nowhere").include(ClusterField.TAGS));
        assertThat(described.clusters())
                .extracting(Cluster::clusterName)
                .containsExactly("fleet-0");
        assertThat(described.clusters().getFirst().status()).isEqualTo("ACTIVE");
        assertThat(described.failures())
                .singleElement()
                .satisfies(
                        failure -> {
                            assertThat(failure.reason()).isEqualTo("MISSING");
                            assertThat(failure.arn()).endsWith(":cluster/nowhere");
                        });

        assertThat(ecs.deleteCluster(r -> r.cluster("fleet-6")).cluster().status())
                .isEqualTo("INACTIVE");
        assertThat(ecs.listClustersPaginator().clusterArns()).doesNotContain(made.getLast());
    }

    @Test
    void tagsAreKeptChangedAndTakenAway() {
        EcsClient ecs = server.ecs();
        String arn =
                ecs.createCluster(
                                r ->
                                        r.clusterName("tagged")
                                                .tags(tag("team", "blue"), tag("stage", "test")))
                        .cluster()
                        .clusterArn();
        ecs.tagResource(r -> r.resourceArn(arn).tags(tag("team", "red")));
        ecs.untagResource(r -> r.resourceArn(arn).tagKeys("stage"));
        assertThat(ecs.listTagsForResource(r -> r.resourceArn(arn)).tags())
                .containsExactly(tag("team", "red"));
    }

    @Test
    void aDefinitionIsReadBackAsItWasRegistered() {
        EcsClient ecs = server.ecs();
        TaskDefinition first =
                ecs.registerTaskDefinition(Story.definition("kept").build()).taskDefinition();
        TaskDefinition second =
                ecs.registerTaskDefinition(Story.definition("kept").build()).taskDefinition();
        assertThat(first.revision()).isEqualTo(1);
        assertThat(second.revision()).isEqualTo(2);
        assertThat(ecs.describeTaskDefinition(r -> r.taskDefinition("kept")).taskDefinition())
                .isEqualTo(second);
        assertThat(first.containerDefinitions().getFirst().environment())
                .isEqualTo(
                        Story.definition("kept")
                                .build()
                                .containerDefinitions()
                                .getFirst()
                                .environment());
        assertThat(
                        ecs.deregisterTaskDefinition(r -> r.taskDefinition("kept:2"))
                                .taskDefinition()
                                .statusAsString())
                .isEqualTo("INACTIVE");
        assertThat(
                        ecs.describeTaskDefinition(r -> r.taskDefinition("kept"))
                                .taskDefinition()
                                .taskDefinitionArn())
                .isEqualTo(first.taskDefinitionArn());
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
