package dev.slipway.controlplane.logs;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.logstore.Batch;
import dev.slipway.controlplane.logstore.LogStore;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.RejectedLogEventsInfo;

/**
 * Stores events; answers when they are on disk. Too old and too new ones are left out and told, the
 * rest is taken.
 */
final class PutLogEvents implements AwsOperation<PutLogEventsRequest, PutLogEventsResponse> {
    private static final int MOST_EVENTS = 10_000;
    private static final int MOST_BYTES = 1_048_576;
    private static final int BYTES_BESIDE_MESSAGE = 26;
    private static final long LONGEST_SPAN = Duration.ofHours(24).toMillis();
    private static final long NEWEST = Duration.ofHours(2).toMillis();
    private static final long OLDEST = Duration.ofDays(14).toMillis();

    private final State state;
    private final LogStore store;

    PutLogEvents(State state, LogStore store) {
        this.state = state;
        this.store = store;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return PutLogEventsRequest::builder;
    }

    @Override
    public List<Access> access(Call call, PutLogEventsRequest input) {
        return List.of(
                LogAccess.stream(
                        "logs:PutLogEvents",
                        Lookup.scope(call),
                        input.logGroupName(),
                        input.logStreamName()));
    }

    @Override
    public PutLogEventsResponse answer(Call call, PutLogEventsRequest input) {
        Scope scope = Lookup.scope(call);
        String groupName = LogNames.group(input.logGroupName());
        String streamName = LogNames.stream(input.logStreamName());
        check(input.logEvents());
        Reader reader = state.read();
        LogGroup group = Lookup.group(reader, scope, groupName);
        LogStream stream = Lookup.stream(reader, scope, groupName, streamName);

        long now = call.receivedAt().toEpochMilli();
        long keepFrom = group.keepFrom(call.receivedAt());
        List<Batch.Event> taken = new ArrayList<>();
        int tooNew = -1;
        int tooOld = -1;
        int expired = -1;
        for (int i = 0; i < input.logEvents().size(); i++) {
            InputLogEvent event = input.logEvents().get(i);
            long at = event.timestamp();
            if (at > now + NEWEST) {
                tooNew = tooNew < 0 ? i : tooNew;
            } else if (at < keepFrom) {
                expired = i;
            } else if (at < now - OLDEST) {
                tooOld = i;
            } else {
                taken.add(new Batch.Event(at, event.message()));
            }
        }
        if (!taken.isEmpty()) {
            store.append(new Batch(stream.id(), now, -1, -1, taken));
        }
        return answer(tooNew, tooOld, expired);
    }

    private static PutLogEventsResponse answer(int tooNew, int tooOld, int expired) {
        PutLogEventsResponse.Builder answer =
                PutLogEventsResponse.builder().nextSequenceToken(LogsTokens.UPLOAD);
        if (tooNew >= 0 || tooOld >= 0 || expired >= 0) {
            // "End" indexes point behind the last rejected event, the "start" index at the first.
            answer.rejectedLogEventsInfo(
                    RejectedLogEventsInfo.builder()
                            .tooNewLogEventStartIndex(tooNew < 0 ? null : tooNew)
                            .tooOldLogEventEndIndex(tooOld < 0 ? null : tooOld + 1)
                            .expiredLogEventEndIndex(expired < 0 ? null : expired + 1)
                            .build());
        }
        return answer.build();
    }

    private static void check(List<InputLogEvent> events) {
        if (events.isEmpty()) {
            throw LogsRefusals.constraint(
                    "[]", "logEvents", "have length greater than or equal to 1");
        }
        if (events.size() > MOST_EVENTS) {
            throw LogsRefusals.constraint(
                    "[...]", "logEvents", "have length less than or equal to " + MOST_EVENTS);
        }
        long bytes = 0;
        long previous = Long.MIN_VALUE;
        for (int i = 0; i < events.size(); i++) {
            InputLogEvent event = events.get(i);
            String member = "logEvents." + (i + 1) + ".member.";
            if (event.timestamp() == null) {
                throw LogsRefusals.constraint("null", member + "timestamp", "not be null");
            }
            if (event.message() == null || event.message().isEmpty()) {
                throw LogsRefusals.constraint(
                        "", member + "message", "have length greater than or equal to 1");
            }
            if (event.timestamp() < previous) {
                throw LogsRefusals.invalid(
                        "Log events in a single PutLogEvents request must be in chronological order.");
            }
            previous = event.timestamp();
            bytes += event.message().getBytes(StandardCharsets.UTF_8).length + BYTES_BESIDE_MESSAGE;
        }
        if (bytes > MOST_BYTES) {
            throw LogsRefusals.invalid(
                    "Upload too large: " + bytes + " bytes exceeds limit of " + MOST_BYTES);
        }
        if (previous - events.getFirst().timestamp() > LONGEST_SPAN) {
            throw LogsRefusals.invalid(
                    "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
        }
    }
}
