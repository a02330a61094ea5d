package dev.slipway.controlplane.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controlplane.ecs.capacityprovider.CapacityProviderStrategy;
import dev.slipway.controlplane.ecs.capacityprovider.StrategyItem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterResponse;
import software.amazon.awssdk.services.ecs.model.DeleteAccountSettingRequest;
import software.amazon.awssdk.services.ecs.model.DeleteAccountSettingResponse;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.ListAccountSettingsRequest;
import software.amazon.awssdk.services.ecs.model.ListAccountSettingsResponse;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingDefaultRequest;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingDefaultResponse;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TagResourceRequest;
import software.amazon.awssdk.services.ecs.model.TagResourceResponse;
import software.amazon.awssdk.services.ecs.model.UntagResourceRequest;
import software.amazon.awssdk.services.ecs.model.UntagResourceResponse;

// The model's builders take their parts as varargs of consumers.
@SuppressWarnings("unchecked")
class TagAndSettingStoryTest {
    private static final String CLUSTER = EcsDesk.ARN + "cluster/c";

    private final EcsDesk desk = new EcsDesk();

    @Test
    void tagsAreAddedOverwrittenAndRemovedOnClustersAndDefinitions() {
        cluster();
        desk.ask(EcsDesk.fargate("f").build(), RegisterTaskDefinitionResponse.class);
        for (String arn : List.of(CLUSTER, EcsDesk.ARN + "task-definition/f:1")) {
            tag(arn, "a", "1");
            tag(arn, "b", "2");
            tag(arn, "a", "3");
            assertThat(tags(arn)).containsExactly("a=3", "b=2");
            desk.ask(
                    UntagResourceRequest.builder().resourceArn(arn).tagKeys("a", "zz").build(),
                    UntagResourceResponse.class);
            assertThat(tags(arn)).containsExactly("b=2");
        }
    }

    @Test
    void aResourceHasAtMostFiftyTagsHoweverTheyCome() {
        cluster();
        List<Tag> fifty =
                IntStream.range(0, 50)
                        .mapToObj(i -> Tag.builder().key("k" + i).value("").build())
                        .toList();
        desk.ask(
                TagResourceRequest.builder().resourceArn(CLUSTER).tags(fifty).build(),
                TagResourceResponse.class);
        assertThat(desk.refusal(tagRequest(CLUSTER, "one-more", "")).code())
                .isEqualTo("LimitExceededException");
        tag(CLUSTER, "k7", "changed");
        assertThat(desk.refusal(tagRequest(CLUSTER, "aws:x", "")).code())
                .isEqualTo("InvalidParameterException");
    }

    @Test
    void whatIsNotThereOrCannotBeTaggedIsRefused() {
        assertThat(code(CLUSTER)).isEqualTo("ClusterNotFoundException");
        assertThat(code(EcsDesk.ARN + "task-definition/f:1"))
                .isEqualTo("ResourceNotFoundException");
        assertThat(code("arn:aws:ec2:us-east-1:111122223333:vpc/v"))
                .isEqualTo("InvalidParameterException");
        assertThat(code(EcsDesk.ARN + "spaceship/x")).isEqualTo("InvalidParameterException");
        assertThat(code("not an arn")).isEqualTo("InvalidParameterException");
    }

    @Test
    void aSettingOfThePrincipalWinsOverTheAccountsOverAwss() {
        String user = "arn:aws:iam::111122223333:user/ann";
        assertThat(effective(user)).isEqualTo("disabled");
        desk.ask(
                PutAccountSettingDefaultRequest.builder()
                        .name("containerInsights")
                        .value("enabled")
                        .build(),
                PutAccountSettingDefaultResponse.class);
        assertThat(effective(user)).isEqualTo("enabled");
        desk.ask(
                PutAccountSettingRequest.builder()
                        .name("containerInsights")
                        .value("enhanced")
                        .principalArn(user)
                        .build(),
                software.amazon.awssdk.services.ecs.model.PutAccountSettingResponse.class);
        assertThat(effective(user)).isEqualTo("enhanced");
        DeleteAccountSettingResponse deleted =
                desk.ask(
                        DeleteAccountSettingRequest.builder()
                                .name("containerInsights")
                                .principalArn(user)
                                .build(),
                        DeleteAccountSettingResponse.class);
        assertThat(deleted.setting().value()).isEqualTo("enabled");
        // New clusters get what the account says.
        assertThat(cluster().cluster().settings().getFirst().value()).isEqualTo("enabled");
    }

    @Test
    void settingsThatNothingStandsBehindCannotBeTurnedOn() {
        for (String name : List.of("fargateFIPSMode", "guardDutyActivate", "awsvpcTrunking", "x")) {
            assertThat(
                            desk.refusal(
                                            PutAccountSettingRequest.builder()
                                                    .name(name)
                                                    .value("enabled")
                                                    .build())
                                    .code())
                    .as(name)
                    .isEqualTo("InvalidParameterException");
        }
    }

    @Test
    void effectiveSettingsComeInPagesOfTen() {
        ListAccountSettingsRequest first =
                ListAccountSettingsRequest.builder().effectiveSettings(true).build();
        ListAccountSettingsResponse page = desk.ask(first, ListAccountSettingsResponse.class);
        assertThat(page.settings()).hasSize(10);
        ListAccountSettingsResponse rest =
                desk.ask(
                        first.toBuilder().nextToken(page.nextToken()).build(),
                        ListAccountSettingsResponse.class);
        assertThat(rest.settings()).hasSize(1);
        assertThat(rest.nextToken()).isNull();
        assertThat(
                        desk.refusal(
                                        ListAccountSettingsRequest.builder()
                                                .nextToken(page.nextToken())
                                                .build())
                                .message())
                .isEqualTo("Invalid token.");
    }

    @Test
    void containerInstancesAreMissing() {
        cluster();
        DescribeContainerInstancesResponse answer =
                desk.ask(
                        DescribeContainerInstancesRequest.builder()
                                .cluster("c")
                                .containerInstances("abc")
                                .build(),
                        DescribeContainerInstancesResponse.class);
        assertThat(answer.containerInstances()).isEmpty();
        assertThat(answer.failures().getFirst().arn())
                .isEqualTo(EcsDesk.ARN + "container-instance/c/abc");
        assertThat(answer.failures().getFirst().reason()).isEqualTo("MISSING");
    }

    @Test
    void aStrategyFillsItsBaseAndThenGoesByWeight() {
        List<StrategyItem> strategy =
                List.of(new StrategyItem("FARGATE", 2, 1), new StrategyItem("FARGATE_SPOT", 0, 3));
        List<String> spread = new ArrayList<>(CapacityProviderStrategy.spread(strategy, 10));
        assertThat(Collections.frequency(spread, "FARGATE")).isEqualTo(4);
        assertThat(Collections.frequency(spread, "FARGATE_SPOT")).isEqualTo(6);
        assertThat(CapacityProviderStrategy.spread(strategy, 1)).containsExactly("FARGATE");
    }

    private CreateClusterResponse cluster() {
        return desk.ask(
                CreateClusterRequest.builder().clusterName("c").build(),
                CreateClusterResponse.class);
    }

    private String code(String arn) {
        return desk.refusal(tagRequest(arn, "k", "v")).code();
    }

    private void tag(String arn, String key, String value) {
        desk.ask(tagRequest(arn, key, value), TagResourceResponse.class);
    }

    private static TagResourceRequest tagRequest(String arn, String key, String value) {
        return TagResourceRequest.builder()
                .resourceArn(arn)
                .tags(t -> t.key(key).value(value))
                .build();
    }

    private List<String> tags(String arn) {
        return desk
                .ask(
                        ListTagsForResourceRequest.builder().resourceArn(arn).build(),
                        ListTagsForResourceResponse.class)
                .tags()
                .stream()
                .map(t -> t.key() + "=" + t.value())
                .toList();
    }

    private String effective(String principal) {
        return desk.ask(
                        ListAccountSettingsRequest.builder()
                                .name("containerInsights")
                                .principalArn(principal)
                                .effectiveSettings(true)
                                .build(),
                        ListAccountSettingsResponse.class)
                .settings()
                .getFirst()
                .value();
    }
}
