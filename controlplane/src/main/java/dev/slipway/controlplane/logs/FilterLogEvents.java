package dev.slipway.controlplane.logs;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.PageToken;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.logfilter.FilterPattern;
import dev.slipway.controlplane.logfilter.FilterPatternException;
import dev.slipway.controlplane.logstore.EventKey;
import dev.slipway.controlplane.logstore.LogStore;
import dev.slipway.controlplane.logstore.StoredEvent;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

/**
 * Searches the streams of a group. A page may be short, even empty, while a token says that there
 * is more to search.
 */
final class FilterLogEvents
        implements AwsOperation<FilterLogEventsRequest, FilterLogEventsResponse> {
    private static final int MOST_STREAMS = 100;

    /** Bounds the work of one call. */
    private static final int MOST_SEARCHED = 200_000;

    private final State state;
    private final LogStore store;

    FilterLogEvents(State state, LogStore store) {
        this.state = state;
        this.store = store;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return FilterLogEventsRequest::builder;
    }

    @Override
    public List<Access> access(Call call, FilterLogEventsRequest input) {
        return List.of(
                LogAccess.group(
                        "logs:FilterLogEvents",
                        Lookup.scope(call),
                        input.logGroupName(),
                        input.logGroupIdentifier()));
    }

    @Override
    public FilterLogEventsResponse answer(Call call, FilterLogEventsRequest input) {
        Scope scope = Lookup.scope(call);
        String groupName =
                LogNames.either(
                        scope,
                        Optional.ofNullable(input.logGroupName()),
                        Optional.ofNullable(input.logGroupIdentifier()));
        FilterPattern pattern = pattern(input.filterPattern());
        EventPage page = new EventPage(LogPages.size(input.limit(), EventPage.MOST_EVENTS));
        Reader reader = state.read();
        LogGroup group = Lookup.group(reader, scope, groupName);
        Map<Long, String> streams = streams(reader, scope, groupName, input);

        long start =
                Math.max(
                        group.keepFrom(call.receivedAt()),
                        input.startTime() == null ? Long.MIN_VALUE : input.startTime());
        // Unlike GetLogEvents, the end belongs to the range.
        long end =
                input.endTime() == null || input.endTime() == Long.MAX_VALUE
                        ? Long.MAX_VALUE
                        : input.endTime() + 1;
        PageToken tokens = tokens(scope, groupName, input);
        Optional<EventKey> from =
                Optional.ofNullable(input.nextToken())
                        .map(
                                token ->
                                        EventKey.parse(LogPages.position(tokens, token))
                                                .orElseThrow(
                                                        () ->
                                                                LogsRefusals.invalid(
                                                                        "The specified nextToken is invalid.")));
        start = Math.max(start, from.map(EventKey::timestamp).orElse(Long.MIN_VALUE));
        Optional<EventKey> last = from;
        Iterator<StoredEvent> scan = store.scan(List.copyOf(streams.keySet()), start, end, true);
        int searched = 0;
        boolean more = false;
        while (scan.hasNext() && !more) {
            StoredEvent event = scan.next();
            if (from.isEmpty() || event.key().compareTo(from.get()) > 0) {
                boolean full = pattern.matches(event.message()) && !page.add(event);
                last = full ? last : Optional.of(event.key());
                more = full || ++searched >= MOST_SEARCHED;
            }
        }
        return FilterLogEventsResponse.builder()
                .events(page.events().stream().map(event -> describe(event, streams)).toList())
                .searchedLogStreams(List.of())
                .nextToken(more ? tokens.after(last.map(EventKey::token).orElse("0.0.0")) : null)
                .build();
    }

    private static FilterPattern pattern(@Nullable String text) {
        try {
            return FilterPattern.parse(text == null ? "" : text);
        } catch (FilterPatternException e) {
            throw LogsRefusals.invalid("Invalid filter pattern: " + e.getMessage());
        }
    }

    private static PageToken tokens(Scope scope, String group, FilterLogEventsRequest input) {
        return PageToken.of(
                scope,
                "FilterLogEvents",
                group,
                String.join(":", input.logStreamNames()),
                String.valueOf(input.logStreamNamePrefix()),
                String.valueOf(input.startTime()),
                String.valueOf(input.endTime()),
                String.valueOf(input.filterPattern()));
    }

    private static Map<Long, String> streams(
            Reader reader, Scope scope, String group, FilterLogEventsRequest input) {
        boolean named = !input.logStreamNames().isEmpty();
        if (named && input.logStreamNamePrefix() != null) {
            throw LogsRefusals.invalid(
                    "Cannot specify both logStreamNames and logStreamNamePrefix.");
        }
        if (input.logStreamNames().size() > MOST_STREAMS) {
            throw LogsRefusals.constraint(
                    "[...]", "logStreamNames", "have length less than or equal to " + MOST_STREAMS);
        }
        Map<Long, String> streams = new TreeMap<>();
        if (named) {
            for (String name : input.logStreamNames()) {
                LogStream stream = Lookup.stream(reader, scope, group, LogNames.stream(name));
                streams.put(stream.id(), stream.name());
            }
        } else {
            String prefix = input.logStreamNamePrefix() == null ? "" : input.logStreamNamePrefix();
            reader.list(LogStream.KIND, scope, LogStream.prefix(group) + prefix)
                    .map(Entry::value)
                    .forEach(stream -> streams.put(stream.id(), stream.name()));
        }
        return streams;
    }

    private static FilteredLogEvent describe(StoredEvent event, Map<Long, String> streams) {
        return FilteredLogEvent.builder()
                .logStreamName(streams.get(event.stream()))
                .timestamp(event.timestamp())
                .message(event.message())
                .ingestionTime(event.ingestion())
                .eventId(event.key().eventId())
                .build();
    }
}
