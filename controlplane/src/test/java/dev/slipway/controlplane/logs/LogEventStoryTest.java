package dev.slipway.controlplane.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controlplane.logstore.Batch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyResponse;

/** Events: put, got, searched, expired. */
class LogEventStoryTest {
    @TempDir private Path temp;
    private LogsDesk desk;

    @BeforeEach
    void open() throws IOException {
        desk = new LogsDesk(temp);
        desk.group("/app");
        desk.stream("/app", "one");
        desk.stream("/app", "two");
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void eventsAreReadForwardPageByPageUntilTheTokenStaysAndNewOnesFollow() {
        for (int i = 0; i < 5; i++) {
            desk.put("/app", "one", desk.event(i / 2, "m" + i));
        }
        GetLogEventsResponse first = get(b -> b.startFromHead(true).limit(2));
        assertThat(messages(first)).containsExactly("m0", "m1");
        GetLogEventsResponse second = get(b -> b.nextToken(first.nextForwardToken()).limit(2));
        assertThat(messages(second)).containsExactly("m2", "m3");
        GetLogEventsResponse third = get(b -> b.nextToken(second.nextForwardToken()).limit(2));
        assertThat(messages(third)).containsExactly("m4");
        GetLogEventsResponse end = get(b -> b.nextToken(third.nextForwardToken()));
        assertThat(end.events()).isEmpty();
        assertThat(end.nextForwardToken()).isEqualTo(third.nextForwardToken()).startsWith("f/");
        assertThat(messages(get(b -> b.nextToken(end.nextBackwardToken()))))
                .containsExactly("m0", "m1", "m2", "m3", "m4");

        desk.put("/app", "one", desk.event(2, "m5"));
        assertThat(messages(get(b -> b.nextToken(end.nextForwardToken())))).containsExactly("m5");
    }

    @Test
    void withoutADirectionTheNewestComeFirstAndPagesGoBackToTheBeginning() {
        for (int i = 0; i < 5; i++) {
            desk.put("/app", "one", desk.event(i / 2, "m" + i));
        }
        GetLogEventsResponse last = get(b -> b.limit(2));
        assertThat(messages(last)).containsExactly("m3", "m4");
        GetLogEventsResponse before = get(b -> b.nextToken(last.nextBackwardToken()).limit(2));
        assertThat(messages(before)).containsExactly("m1", "m2");
        GetLogEventsResponse head = get(b -> b.nextToken(before.nextBackwardToken()).limit(2));
        assertThat(messages(head)).containsExactly("m0");
        GetLogEventsResponse end = get(b -> b.nextToken(head.nextBackwardToken()));
        assertThat(end.events()).isEmpty();
        assertThat(end.nextBackwardToken()).isEqualTo(head.nextBackwardToken()).startsWith("b/");
        assertThat(messages(get(b -> b.nextToken(end.nextForwardToken()).limit(1))))
                .containsExactly("m0");
    }

    @Test
    void anEmptyStreamHasTokensThatFindWhatComesLater() {
        GetLogEventsResponse nothing = get(b -> b.startFromHead(true));
        assertThat(nothing.events()).isEmpty();
        desk.put("/app", "one", desk.event(0, "m"));
        assertThat(messages(get(b -> b.nextToken(nothing.nextForwardToken()))))
                .containsExactly("m");
        assertThat(desk.refusal(getRequest(b -> b.nextToken("rubbish"))).code())
                .isEqualTo("InvalidParameterException");
    }

    @Test
    void getHasAnEndThatIsNotInTheRangeAndFilterOneThatIs() {
        desk.put("/app", "one", desk.event(0, "a"), desk.event(5, "b"), desk.event(9, "c"));
        long end = desk.now.toEpochMilli() + 5;

        assertThat(messages(get(b -> b.endTime(end)))).containsExactly("a");
        assertThat(messages(get(b -> b.startTime(end)))).containsExactly("b", "c");
        assertThat(found(filter(b -> b.endTime(end)))).containsExactly("a", "b");
        assertThat(found(filter(b -> b.startTime(end)))).containsExactly("b", "c");
    }

    @Test
    void aSearchInterleavesStreamsAndPagesWithoutGapsOrRepeats() {
        desk.put("/app", "one", desk.event(0, "x0"), desk.event(2, "x2"), desk.event(4, "no"));
        desk.put("/app", "two", desk.event(1, "x1"), desk.event(2, "x3"), desk.event(5, "x5"));

        List<FilteredLogEvent> all = new ArrayList<>();
        Optional<String> token = Optional.empty();
        int pages = 0;
        do {
            String next = token.orElse(null);
            FilterLogEventsResponse page =
                    filter(b -> b.filterPattern("-no").limit(2).nextToken(next));
            all.addAll(page.events());
            token = Optional.ofNullable(page.nextToken());
            pages++;
        } while (token.isPresent() && pages < 10);

        assertThat(all.stream().map(FilteredLogEvent::message))
                .containsExactly("x0", "x1", "x2", "x3", "x5");
        assertThat(all.stream().map(FilteredLogEvent::logStreamName))
                .containsExactly("one", "two", "one", "two", "two");
        assertThat(all.stream().map(FilteredLogEvent::eventId)).doesNotHaveDuplicates();
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void aSearchIsNarrowedByStreamNamesOrPrefix() {
        desk.put("/app", "one", desk.event(0, "a"));
        desk.put("/app", "two", desk.event(1, "b"));

        assertThat(found(filter(b -> b.logStreamNames("two")))).containsExactly("b");
        assertThat(found(filter(b -> b.logStreamNamePrefix("o")))).containsExactly("a");
        assertThat(desk.refusal(filterRequest(b -> b.logStreamNames("gone"))).message())
                .isEqualTo("The specified log stream does not exist.");
        assertThat(
                        desk.refusal(
                                        filterRequest(
                                                b ->
                                                        b.logStreamNames("one")
                                                                .logStreamNamePrefix("o")))
                                .code())
                .isEqualTo("InvalidParameterException");
        assertThat(desk.refusal(filterRequest(b -> b.filterPattern("{ oops"))).code())
                .isEqualTo("InvalidParameterException");
        assertThat(desk.refusal(filterRequest(b -> b.limit(10_001))).code())
                .isEqualTo("InvalidParameterException");
        assertThat(desk.refusal(filterRequest(b -> b.logGroupName("/none"))).message())
                .isEqualTo("The specified log group does not exist.");
    }

    @Test
    void tooOldTooNewAndExpiredEventsAreLeftOutAndTold() {
        PutLogEventsResponse answer =
                desk.put(
                        "/app",
                        "one",
                        desk.event(Duration.ofDays(-14).minusMillis(1), "old"),
                        desk.event(Duration.ofDays(-14), "kept"));
        assertThat(answer.rejectedLogEventsInfo().tooOldLogEventEndIndex()).isEqualTo(1);
        PutLogEventsResponse ahead =
                desk.put(
                        "/app",
                        "one",
                        desk.event(Duration.ofHours(2), "edge"),
                        desk.event(Duration.ofHours(2).plusMillis(1), "new"));
        assertThat(ahead.rejectedLogEventsInfo().tooNewLogEventStartIndex()).isEqualTo(1);
        assertThat(messages(get(b -> b.startFromHead(true)))).containsExactly("kept", "edge");

        retain(3);
        PutLogEventsResponse expired =
                desk.put(
                        "/app",
                        "one",
                        desk.event(Duration.ofDays(-3).minusMillis(1), "gone"),
                        desk.event(Duration.ofDays(-3), "there"));
        assertThat(expired.rejectedLogEventsInfo().expiredLogEventEndIndex()).isEqualTo(1);
        assertThat(desk.put("/app", "one", desk.event(0, "m")).rejectedLogEventsInfo()).isNull();
    }

    @Test
    void aBatchThatBreaksARuleIsRefusedWhole() {
        assertThat(desk.refusal(putRequest("/app", "one")).code())
                .isEqualTo("InvalidParameterException");
        assertThat(desk.refusal(putRequest("/app", "one", 5, 4)).message())
                .contains("chronological order");
        assertThat(desk.refusal(putRequest("/app", "one", 0, 86_400_001)).message())
                .contains("24 hours");
        assertThat(desk.refusal(putRequest("/none", "one", 0)).message())
                .isEqualTo("The specified log group does not exist.");
        assertThat(desk.refusal(putRequest("/app", "none", 0)).message())
                .isEqualTo("The specified log stream does not exist.");
        PutLogEventsRequest large =
                PutLogEventsRequest.builder()
                        .logGroupName("/app")
                        .logStreamName("one")
                        .logEvents(desk.event(0, "x".repeat(1_048_551)))
                        .build();
        assertThat(desk.refusal(large).message())
                .isEqualTo("Upload too large: 1048577 bytes exceeds limit of 1048576");
        assertThat(get(b -> b.startFromHead(true)).events()).isEmpty();
    }

    @Test
    void whatIsOlderThanTheRetentionIsNotShownAndThenClearedAway() {
        desk.logs().append(LogsDesk.SCOPE, "/app", "one", 0, 9, List.of(said("old")));
        retain(1);
        desk.now = desk.now.plus(Duration.ofDays(1).plusMillis(1));
        desk.logs().append(LogsDesk.SCOPE, "/app", "one", 9, 12, List.of(said("new")));

        assertThat(messages(get(b -> b.startFromHead(true)))).containsExactly("new");
        assertThat(found(filter(b -> b))).containsExactly("new");
        assertThat(desk.logs().after(LogsDesk.SCOPE, "/app", "one", Optional.empty())).hasSize(1);

        desk.logs().expire();
        desk.now = desk.now.plus(Duration.ofDays(2));
        desk.logs().expire();
        assertThat(desk.logs().position(LogsDesk.SCOPE, "/app", "one")).isEqualTo(12);
        assertThat(get(b -> b).events()).isEmpty();
    }

    @Test
    void aStreamMadeAnewStartsEmptyAndADeletedOneSwallowsItsEvents() {
        Logs logs = desk.logs();
        logs.append(LogsDesk.SCOPE, "/app", "one", 0, 9, List.of(said("old")));
        desk.ask(
                DeleteLogStreamRequest.builder().logGroupName("/app").logStreamName("one").build(),
                DeleteLogStreamResponse.class);
        logs.append(LogsDesk.SCOPE, "/app", "one", 9, 12, List.of(said("nowhere")));
        assertThat(logs.position(LogsDesk.SCOPE, "/app", "one")).isZero();

        desk.stream("/app", "one");
        assertThat(get(b -> b).events()).isEmpty();
        assertThat(desk.logs().position(LogsDesk.SCOPE, "/app", "one")).isZero();

        desk.ask(
                DeleteLogGroupRequest.builder().logGroupName("/app").build(),
                DeleteLogGroupResponse.class);
        desk.group("/app");
        assertThat(desk.refusal(getRequest(b -> b)).message())
                .isEqualTo("The specified log stream does not exist.");
    }

    @Test
    void aBatchThatWasOnItsWayWhenItsStreamWasDeletedIsClearedAway() {
        desk.store.append(new Batch(4711, 1, 0, 5, List.of(said("late"))));

        desk.logs().expire();

        assertThat(desk.store.streams()).doesNotContain(4711L);
    }

    @Test
    void aContainersStreamIsMadeOnceAndOnlyInAGroupThatIsThereOrWanted() {
        Logs logs = desk.logs();
        assertThat(logs.openStream(LogsDesk.SCOPE, "/new", "s", false))
                .contains("ResourceNotFoundException: The specified log group does not exist.");
        assertThat(logs.openStream(LogsDesk.SCOPE, "/new", "s", true)).isEmpty();
        logs.append(LogsDesk.SCOPE, "/new", "s", 0, 4, List.of(said("m")));
        assertThat(desk.logs().openStream(LogsDesk.SCOPE, "/new", "s", true)).isEmpty();
        assertThat(logs.position(LogsDesk.SCOPE, "/new", "s")).isEqualTo(4);
        logs.append(LogsDesk.SCOPE, "/new", "s", 4, 8, List.of());
        assertThat(logs.position(LogsDesk.SCOPE, "/new", "s")).isEqualTo(8);

        long before = desk.state.read().revision();
        assertThat(logs.openStream(LogsDesk.SCOPE, "no good", "s", true).orElseThrow())
                .startsWith("InvalidParameterException");
        assertThat(logs.openStream(LogsDesk.SCOPE, "/new", "a:b", true).orElseThrow())
                .startsWith("InvalidParameterException");
        assertThat(desk.state.read().revision()).isEqualTo(before);
    }

    private Batch.Event said(String message) {
        return new Batch.Event(desk.now.toEpochMilli(), message);
    }

    private void retain(int days) {
        desk.ask(
                PutRetentionPolicyRequest.builder()
                        .logGroupName("/app")
                        .retentionInDays(days)
                        .build(),
                PutRetentionPolicyResponse.class);
    }

    private PutLogEventsRequest putRequest(String group, String stream, long... at) {
        return PutLogEventsRequest.builder()
                .logGroupName(group)
                .logStreamName(stream)
                .logEvents(java.util.Arrays.stream(at).mapToObj(a -> desk.event(a, "m")).toList())
                .build();
    }

    private GetLogEventsResponse get(
            java.util.function.UnaryOperator<GetLogEventsRequest.Builder> with) {
        return desk.ask(getRequest(with), GetLogEventsResponse.class);
    }

    private static GetLogEventsRequest getRequest(
            java.util.function.UnaryOperator<GetLogEventsRequest.Builder> with) {
        return with.apply(GetLogEventsRequest.builder().logGroupName("/app").logStreamName("one"))
                .build();
    }

    private FilterLogEventsResponse filter(
            java.util.function.UnaryOperator<FilterLogEventsRequest.Builder> with) {
        return desk.ask(filterRequest(with), FilterLogEventsResponse.class);
    }

    private static FilterLogEventsRequest filterRequest(
            java.util.function.UnaryOperator<FilterLogEventsRequest.Builder> with) {
        return with.apply(FilterLogEventsRequest.builder().logGroupName("/app")).build();
    }

    private static List<String> messages(GetLogEventsResponse answer) {
        return answer.events().stream().map(OutputLogEvent::message).toList();
    }

    private static List<String> found(FilterLogEventsResponse answer) {
        return answer.events().stream().map(FilteredLogEvent::message).toList();
    }
}
