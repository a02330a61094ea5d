package dev.slipway.controlplane.logs;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Page;
import dev.slipway.controlplane.aws.PageToken;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.logstore.LogStore;
import dev.slipway.controlplane.logstore.StreamStatistics;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;

/** Lists the streams of a group by name or by their last event, 50 a page. */
final class DescribeLogStreams
        implements AwsOperation<DescribeLogStreamsRequest, DescribeLogStreamsResponse> {
    private static final int PAGE = 50;
    private final State state;
    private final LogStore store;

    DescribeLogStreams(State state, LogStore store) {
        this.state = state;
        this.store = store;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DescribeLogStreamsRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DescribeLogStreamsRequest input) {
        return List.of(
                LogAccess.group(
                        "logs:DescribeLogStreams",
                        Lookup.scope(call),
                        input.logGroupName(),
                        input.logGroupIdentifier()));
    }

    @Override
    public DescribeLogStreamsResponse answer(Call call, DescribeLogStreamsRequest input) {
        Scope scope = Lookup.scope(call);
        String group =
                LogNames.either(
                        scope,
                        Optional.ofNullable(input.logGroupName()),
                        Optional.ofNullable(input.logGroupIdentifier()));
        boolean byTime = byTime(input.orderByAsString());
        String prefix = Optional.ofNullable(input.logStreamNamePrefix()).orElse("");
        if (byTime && !prefix.isEmpty()) {
            throw LogsRefusals.invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }
        boolean descending = Boolean.TRUE.equals(input.descending());
        int size = LogPages.size(input.limit(), PAGE);
        Reader reader = state.read();
        Lookup.group(reader, scope, group);
        PageToken tokens =
                PageToken.of(
                        scope,
                        "DescribeLogStreams",
                        group,
                        prefix,
                        Boolean.toString(byTime),
                        Boolean.toString(descending));
        // Each stream's place is fixed once: events that arrive meanwhile must not move it.
        Stream<Placed> streams =
                reader.list(LogStream.KIND, scope, LogStream.prefix(group) + prefix)
                        .map(Entry::value)
                        .map(s -> new Placed(s, byTime ? timePosition(s) : s.name()));
        Page<Placed> page =
                tokens.page(
                        after(
                                ordered(streams, byTime || descending, descending),
                                descending,
                                tokens,
                                input.nextToken()),
                        size,
                        Placed::position);
        return DescribeLogStreamsResponse.builder()
                .logStreams(page.items().stream().map(p -> describe(scope, p.stream())).toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    /**
     * @param position in the listing's order, as text
     */
    private record Placed(LogStream stream, String position) {}

    private static boolean byTime(@Nullable String orderBy) {
        if (orderBy == null || orderBy.equals("LogStreamName")) {
            return false;
        }
        if (orderBy.equals("LastEventTime")) {
            return true;
        }
        throw LogsRefusals.constraint(
                orderBy, "orderBy", "satisfy enum value set: [LogStreamName, LastEventTime]");
    }

    /** Sorts as text the way the times sort as numbers; the name makes it unique. */
    private String timePosition(LogStream stream) {
        return String.format(
                "%020d:%s", store.statistics(stream.id()).lastTimestamp(), stream.name());
    }

    private static Stream<Placed> ordered(
            Stream<Placed> streams, boolean sort, boolean descending) {
        if (!sort) {
            return streams; // keys are in name order already
        }
        Comparator<Placed> order = Comparator.comparing(Placed::position);
        return streams.sorted(descending ? order.reversed() : order);
    }

    private static Stream<Placed> after(
            Stream<Placed> streams, boolean descending, PageToken tokens, @Nullable String token) {
        if (token == null) {
            return streams;
        }
        String last = LogPages.position(tokens, token);
        return streams.dropWhile(
                stream -> {
                    int way = stream.position().compareTo(last);
                    return descending ? way >= 0 : way <= 0;
                });
    }

    @SuppressWarnings("deprecation") // old clients wait for both
    private software.amazon.awssdk.services.cloudwatchlogs.model.LogStream describe(
            Scope scope, LogStream stream) {
        StreamStatistics held = store.statistics(stream.id());
        boolean empty = held.count() == 0;
        return software.amazon.awssdk.services.cloudwatchlogs.model.LogStream.builder()
                .logStreamName(stream.name())
                .creationTime(stream.createdAt().toEpochMilli())
                .arn(LogStream.arn(scope, stream.group(), stream.name()).toString())
                .firstEventTimestamp(empty ? null : held.firstTimestamp())
                .lastEventTimestamp(empty ? null : held.lastTimestamp())
                .lastIngestionTime(empty ? null : held.lastIngestion())
                .uploadSequenceToken(LogsTokens.UPLOAD)
                .storedBytes(0L) // AWS stopped counting per stream in 2019
                .build();
    }
}
