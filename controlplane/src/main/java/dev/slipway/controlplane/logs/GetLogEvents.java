package dev.slipway.controlplane.logs;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.logstore.EventKey;
import dev.slipway.controlplane.logstore.LogStore;
import dev.slipway.controlplane.logstore.StoredEvent;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;

/**
 * Reads one stream a page at a time, in either direction. The end is where a token comes back
 * unchanged.
 */
final class GetLogEvents implements AwsOperation<GetLogEventsRequest, GetLogEventsResponse> {
    private final State state;
    private final LogStore store;

    GetLogEvents(State state, LogStore store) {
        this.state = state;
        this.store = store;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return GetLogEventsRequest::builder;
    }

    @Override
    public List<Access> access(Call call, GetLogEventsRequest input) {
        return List.of(
                LogAccess.stream(
                        "logs:GetLogEvents",
                        Lookup.scope(call),
                        input.logGroupName(),
                        input.logStreamName()));
    }

    @Override
    public GetLogEventsResponse answer(Call call, GetLogEventsRequest input) {
        Scope scope = Lookup.scope(call);
        String groupName =
                LogNames.either(
                        scope,
                        Optional.ofNullable(input.logGroupName()),
                        Optional.ofNullable(input.logGroupIdentifier()));
        int limit = LogPages.size(input.limit(), EventPage.MOST_EVENTS);
        Reader reader = state.read();
        LogGroup group = Lookup.group(reader, scope, groupName);
        LogStream stream =
                Lookup.stream(reader, scope, groupName, LogNames.stream(input.logStreamName()));

        long start =
                Math.max(
                        group.keepFrom(call.receivedAt()),
                        input.startTime() == null ? Long.MIN_VALUE : input.startTime());
        long end = input.endTime() == null ? Long.MAX_VALUE : input.endTime();
        Optional<String> token = Optional.ofNullable(input.nextToken());
        boolean forward =
                token.map(t -> !LogsTokens.isBackward(t))
                        .orElse(Boolean.TRUE.equals(input.startFromHead()));
        Optional<EventKey> from = token.map(LogsTokens::parse);
        if (from.isPresent()) {
            long at = from.get().timestamp();
            start = forward ? Math.max(start, at) : start;
            end = forward ? end : Math.min(end, at + 1);
        }
        EventPage page = new EventPage(limit);
        Iterator<StoredEvent> scan = store.scan(List.of(stream.id()), start, end, forward);
        while (scan.hasNext()) {
            StoredEvent event = scan.next();
            if (isBeyond(event.key(), from, forward) && !page.add(event)) {
                break;
            }
        }
        List<StoredEvent> events = new ArrayList<>(page.events());
        if (!forward) {
            Collections.reverse(events);
        }
        return answer(events, from, forward);
    }

    private static boolean isBeyond(EventKey key, Optional<EventKey> from, boolean forward) {
        return from.map(f -> forward ? key.compareTo(f) > 0 : key.compareTo(f) < 0).orElse(true);
    }

    private static GetLogEventsResponse answer(
            List<StoredEvent> events, Optional<EventKey> from, boolean forward) {
        EventKey nowhere = from.orElse(new EventKey(0, 0, 0));
        // A forward token leaves its own event out, so one made from a first event's key points
        // just before that event.
        EventKey last =
                events.isEmpty() ? (forward ? nowhere : before(nowhere)) : events.getLast().key();
        EventKey first =
                events.isEmpty() ? (forward ? after(nowhere) : nowhere) : events.getFirst().key();
        return GetLogEventsResponse.builder()
                .events(
                        events.stream()
                                .map(
                                        event ->
                                                OutputLogEvent.builder()
                                                        .timestamp(event.timestamp())
                                                        .message(event.message())
                                                        .ingestionTime(event.ingestion())
                                                        .build())
                                .toList())
                .nextForwardToken(LogsTokens.forward(last))
                .nextBackwardToken(LogsTokens.backward(first))
                .build();
    }

    private static EventKey before(EventKey key) {
        return new EventKey(key.timestamp(), key.sequence(), key.index() - 1);
    }

    private static EventKey after(EventKey key) {
        return new EventKey(key.timestamp(), key.sequence(), key.index() + 1);
    }
}
