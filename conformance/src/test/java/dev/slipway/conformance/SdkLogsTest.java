package dev.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** Log groups, streams and events through the SDK. */
final class SdkLogsTest {
    @RegisterExtension static final SlipwayServer server = SlipwayServer.simulated();

    private static List<InputLogEvent> lines(int count) {
        long now = Clock.systemUTC().millis();
        return IntStream.range(0, count)
                .mapToObj(
                        i ->
                                InputLogEvent.builder()
                                        .timestamp(now - count + i)
                                        .message((i % 10 == 0 ? "ERROR " : "INFO ") + i)
                                        .build())
                .toList();
    }

    @Test
    void eventsArePutPagedAndFiltered() {
        CloudWatchLogsClient logs = server.logs();
        logs.createLogGroup(r -> r.logGroupName("/ship"));
        logs.createLogStream(r -> r.logGroupName("/ship").logStreamName("hull"));
        logs.putLogEvents(r -> r.logGroupName("/ship").logStreamName("hull").logEvents(lines(100)));
        GetLogEventsResponse first =
                logs.getLogEvents(
                        r ->
                                r.logGroupName("/ship")
                                        .logStreamName("hull")
                                        .startFromHead(true)
                                        .limit(60));
        GetLogEventsResponse second =
                logs.getLogEvents(
                        r ->
                                r.logGroupName("/ship")
                                        .logStreamName("hull")
                                        .startFromHead(true)
                                        .nextToken(first.nextForwardToken())
                                        .limit(60));
        assertThat(first.events()).hasSize(60);
        assertThat(second.events())
                .hasSize(40)
                .extracting(OutputLogEvent::message)
                .endsWith("INFO 99");
        assertThat(
                        logs.filterLogEventsPaginator(
                                        r ->
                                                r.logGroupName("/ship")
                                                        .filterPattern("ERROR")
                                                        .limit(4))
                                .events())
                .extracting(FilteredLogEvent::message)
                .hasSize(10)
                .allMatch(message -> message.startsWith("ERROR"));
    }

    @Test
    void groupsKeepTheirRetentionAndTags() {
        CloudWatchLogsClient logs = server.logs();
        logs.createLogGroup(r -> r.logGroupName("/kept").tags(java.util.Map.of("team", "blue")));
        logs.putRetentionPolicy(r -> r.logGroupName("/kept").retentionInDays(7));
        LogGroup group =
                logs.describeLogGroups(r -> r.logGroupNamePrefix("/kept")).logGroups().getFirst();
        assertThat(group.retentionInDays()).isEqualTo(7);
        assertThat(logs.listTagsForResource(r -> r.resourceArn(group.logGroupArn())).tags())
                .containsEntry("team", "blue");
        assertThatExceptionOfType(InvalidParameterException.class)
                .isThrownBy(
                        () ->
                                logs.putRetentionPolicy(
                                        r -> r.logGroupName("/kept").retentionInDays(8)));
    }

    @Test
    void groupsThatAreThereOrNotAreToldApart() {
        CloudWatchLogsClient logs = server.logs();
        logs.createLogGroup(r -> r.logGroupName("/once"));
        assertThatExceptionOfType(ResourceAlreadyExistsException.class)
                .isThrownBy(() -> logs.createLogGroup(r -> r.logGroupName("/once")));
        logs.deleteLogGroup(r -> r.logGroupName("/once"));
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(
                        () -> logs.getLogEvents(r -> r.logGroupName("/once").logStreamName("x")));
    }
}
