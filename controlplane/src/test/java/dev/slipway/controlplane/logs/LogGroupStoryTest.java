package dev.slipway.controlplane.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.wire.AwsError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceResponse;

/** Groups and streams: made, listed, tagged, told apart. */
@SuppressWarnings("deprecation") // the older tag operations are still sent by older clients
class LogGroupStoryTest {
    private static final String ARN = "arn:aws:logs:us-east-1:111122223333:log-group:";
    @TempDir private Path temp;
    private LogsDesk desk;

    @BeforeEach
    void open() throws IOException {
        desk = new LogsDesk(temp);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void aGroupIsDescribedAsAwsDescribesIt() {
        desk.group("/a");
        desk.stream("/a", "s");
        desk.put("/a", "s", desk.event(0, "12345"));

        var group = groups(b -> b).logGroups().getFirst();

        assertThat(group.arn()).isEqualTo(ARN + "/a:*");
        assertThat(group.logGroupArn()).isEqualTo(ARN + "/a");
        assertThat(group.creationTime()).isEqualTo(LogsDesk.START.toEpochMilli());
        assertThat(group.retentionInDays()).isNull();
        assertThat(group.logGroupClassAsString()).isEqualTo("STANDARD");
        assertThat(group.storedBytes()).isEqualTo(5);
    }

    @Test
    void namesThatAreTakenOrImpossibleAreRefused() {
        desk.group("/a");
        desk.stream("/a", "s");

        AwsError taken = desk.refusal(CreateLogGroupRequest.builder().logGroupName("/a").build());
        assertThat(taken.code()).isEqualTo("ResourceAlreadyExistsException");
        assertThat(taken.message()).isEqualTo("The specified log group already exists");
        assertThat(desk.refusal(stream("/a", "s")).message())
                .isEqualTo("The specified log stream already exists");
        assertThat(desk.refusal(stream("/none", "s")).message())
                .isEqualTo("The specified log group does not exist.");
        assertThat(desk.refusal(stream("/a", "a:b")).code()).isEqualTo("InvalidParameterException");
        assertThat(desk.refusal(stream("/a", "a*")).code()).isEqualTo("InvalidParameterException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "a*", "ä"})
    void noGroupHasSuchAName(String name) {
        assertThat(desk.refusal(CreateLogGroupRequest.builder().logGroupName(name).build()).code())
                .isEqualTo("InvalidParameterException");
    }

    @Test
    void whatIsMissingIsToldInAwsWords() {
        desk.group("/a");
        List<SdkPojo> ofGroup =
                List.of(
                        DeleteLogGroupRequest.builder().logGroupName("/x").build(),
                        DescribeLogStreamsRequest.builder().logGroupName("/x").build(),
                        DeleteLogStreamRequest.builder()
                                .logGroupName("/x")
                                .logStreamName("s")
                                .build(),
                        PutRetentionPolicyRequest.builder()
                                .logGroupName("/x")
                                .retentionInDays(1)
                                .build(),
                        DeleteRetentionPolicyRequest.builder().logGroupName("/x").build(),
                        ListTagsLogGroupRequest.builder().logGroupName("/x").build());
        for (SdkPojo request : ofGroup) {
            AwsError refusal = desk.refusal(request);
            assertThat(refusal.code()).isEqualTo("ResourceNotFoundException");
            assertThat(refusal.message()).isEqualTo("The specified log group does not exist.");
        }
        assertThat(
                        desk.refusal(
                                        DeleteLogStreamRequest.builder()
                                                .logGroupName("/a")
                                                .logStreamName("s")
                                                .build())
                                .message())
                .isEqualTo("The specified log stream does not exist.");
    }

    @Test
    void groupsArePagedByNameAndNarrowedByPrefixOrPattern() {
        for (String name : List.of("/b/2", "/a/1", "/b/1", "/b/Three", "/c")) {
            desk.group(name);
        }
        List<String> names = new ArrayList<>();
        Optional<String> token = Optional.empty();
        int pages = 0;
        do {
            String next = token.orElse(null);
            DescribeLogGroupsResponse page = groups(b -> b.limit(2).nextToken(next));
            page.logGroups().forEach(g -> names.add(g.logGroupName()));
            token = Optional.ofNullable(page.nextToken());
            pages++;
        } while (token.isPresent() && pages < 10);

        assertThat(names).containsExactly("/a/1", "/b/1", "/b/2", "/b/Three", "/c");
        assertThat(pages).isEqualTo(3);
        assertThat(groups(b -> b.logGroupNamePrefix("/b")).logGroups()).hasSize(3);
        assertThat(groups(b -> b.logGroupNamePattern("three")).logGroups()).hasSize(1);
        assertThat(
                        desk.refusal(
                                        DescribeLogGroupsRequest.builder()
                                                .logGroupNamePrefix("/b")
                                                .logGroupNamePattern("x")
                                                .build())
                                .code())
                .isEqualTo("InvalidParameterException");
        assertThat(desk.refusal(DescribeLogGroupsRequest.builder().limit(51).build()).code())
                .isEqualTo("InvalidParameterException");
    }

    @Test
    void streamsArePagedByNameOrByLastEventBothWays() {
        desk.group("/a");
        desk.group("/a-other");
        desk.stream("/a-other", "foreign");
        for (String name : List.of("s1", "s2", "s3", "t")) {
            desk.stream("/a", name);
        }
        desk.put("/a", "s1", desk.event(30, "m"));
        desk.put("/a", "s2", desk.event(10, "m"));
        desk.put("/a", "s3", desk.event(20, "m"));

        assertThat(streams(b -> b)).containsExactly("s1", "s2", "s3", "t");
        assertThat(streams(b -> b.descending(true))).containsExactly("t", "s3", "s2", "s1");
        assertThat(streams(b -> b.orderBy("LastEventTime"))).containsExactly("t", "s2", "s3", "s1");
        assertThat(streams(b -> b.orderBy("LastEventTime").descending(true)))
                .containsExactly("s1", "s3", "s2", "t");
        assertThat(streams(b -> b.logStreamNamePrefix("s"))).containsExactly("s1", "s2", "s3");
        assertThat(
                        desk.refusal(
                                        DescribeLogStreamsRequest.builder()
                                                .logGroupName("/a")
                                                .orderBy("LastEventTime")
                                                .logStreamNamePrefix("s")
                                                .build())
                                .message())
                .isEqualTo("Cannot order by LastEventTime with a logStreamNamePrefix.");
        var first =
                desk.ask(
                                DescribeLogStreamsRequest.builder().logGroupName("/a").build(),
                                DescribeLogStreamsResponse.class)
                        .logStreams()
                        .getFirst();
        assertThat(first.arn()).isEqualTo(ARN + "/a:log-stream:s1");
        assertThat(first.lastEventTimestamp()).isEqualTo(desk.now.toEpochMilli() + 30);
    }

    @Test
    void aGroupIsFoundByNameOrEitherFormOfItsArnAndNotByTwoAtOnce() {
        desk.group("/a");
        desk.stream("/a", "s");
        desk.put("/a", "s", desk.event(0, "m"));

        for (String identifier : List.of("/a", ARN + "/a", ARN + "/a:*")) {
            GetLogEventsResponse answer =
                    desk.ask(
                            get(b -> b.logGroupIdentifier(identifier)), GetLogEventsResponse.class);
            assertThat(answer.events()).hasSize(1);
        }
        assertThat(desk.refusal(get(b -> b.logGroupIdentifier("/a").logGroupName("/a"))).code())
                .isEqualTo("InvalidParameterException");
        assertThat(desk.refusal(get(b -> b)).code()).isEqualTo("InvalidParameterException");
        assertThat(
                        desk.refusal(
                                        get(
                                                b ->
                                                        b.logGroupIdentifier(
                                                                ARN.replace("1111", "2222")
                                                                        + "/a")))
                                .code())
                .isEqualTo("ResourceNotFoundException");
    }

    @Test
    void retentionIsOneOfAwsNumbersOfDaysAndCanBeTakenBack() {
        desk.group("/a");
        assertThat(desk.refusal(retention(2)).code()).isEqualTo("InvalidParameterException");
        desk.ask(retention(3653), PutRetentionPolicyResponse.class);
        assertThat(groups(b -> b).logGroups().getFirst().retentionInDays()).isEqualTo(3653);
        desk.ask(
                DeleteRetentionPolicyRequest.builder().logGroupName("/a").build(),
                DeleteRetentionPolicyResponse.class);
        assertThat(groups(b -> b).logGroups().getFirst().retentionInDays()).isNull();
    }

    @Test
    void bothGenerationsOfTagOperationsSeeTheSameTags() {
        desk.ask(
                CreateLogGroupRequest.builder().logGroupName("/a").tags(Map.of("k", "1")).build(),
                CreateLogGroupResponse.class);
        desk.ask(
                TagResourceRequest.builder()
                        .resourceArn(ARN + "/a")
                        .tags(Map.of("k", "2", "new", "x"))
                        .build(),
                TagResourceResponse.class);
        desk.ask(
                TagLogGroupRequest.builder().logGroupName("/a").tags(Map.of("old", "y")).build(),
                TagLogGroupResponse.class);
        assertThat(tags()).isEqualTo(Map.of("k", "2", "new", "x", "old", "y"));
        desk.ask(
                UntagResourceRequest.builder().resourceArn(ARN + "/a").tagKeys("old").build(),
                UntagResourceResponse.class);
        desk.ask(
                UntagLogGroupRequest.builder().logGroupName("/a").tags("new", "absent").build(),
                UntagLogGroupResponse.class);
        assertThat(tags()).isEqualTo(Map.of("k", "2"));
        assertThat(
                        desk.ask(
                                        ListTagsLogGroupRequest.builder()
                                                .logGroupName("/a")
                                                .build(),
                                        ListTagsLogGroupResponse.class)
                                .tags())
                .isEqualTo(tags());
        assertThat(
                        desk.refusal(
                                        ListTagsForResourceRequest.builder()
                                                .resourceArn(ARN + "/x")
                                                .build())
                                .code())
                .isEqualTo("ResourceNotFoundException");
    }

    private Map<String, String> tags() {
        return desk.ask(
                        ListTagsForResourceRequest.builder().resourceArn(ARN + "/a").build(),
                        ListTagsForResourceResponse.class)
                .tags();
    }

    private static PutRetentionPolicyRequest retention(int days) {
        return PutRetentionPolicyRequest.builder().logGroupName("/a").retentionInDays(days).build();
    }

    private static CreateLogStreamRequest stream(String group, String name) {
        return CreateLogStreamRequest.builder().logGroupName(group).logStreamName(name).build();
    }

    private static GetLogEventsRequest get(UnaryOperator<GetLogEventsRequest.Builder> with) {
        return with.apply(GetLogEventsRequest.builder().logStreamName("s")).build();
    }

    private DescribeLogGroupsResponse groups(UnaryOperator<DescribeLogGroupsRequest.Builder> with) {
        return desk.ask(
                with.apply(DescribeLogGroupsRequest.builder()).build(),
                DescribeLogGroupsResponse.class);
    }

    /** All pages, two streams each. */
    private List<String> streams(UnaryOperator<DescribeLogStreamsRequest.Builder> with) {
        List<String> names = new ArrayList<>();
        Optional<String> token = Optional.empty();
        int pages = 0;
        do {
            DescribeLogStreamsResponse page =
                    desk.ask(
                            with.apply(DescribeLogStreamsRequest.builder())
                                    .logGroupName("/a")
                                    .limit(2)
                                    .nextToken(token.orElse(null))
                                    .build(),
                            DescribeLogStreamsResponse.class);
            page.logStreams().forEach(s -> names.add(s.logStreamName()));
            token = Optional.ofNullable(page.nextToken());
            pages++;
        } while (token.isPresent() && pages < 10);
        return names;
    }
}
