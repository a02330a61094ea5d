package dev.slipway.controlplane.logs;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Page;
import dev.slipway.controlplane.aws.PageToken;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.logstore.LogStore;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;

/** Lists groups by name, 50 a page. */
final class DescribeLogGroups
        implements AwsOperation<DescribeLogGroupsRequest, DescribeLogGroupsResponse> {
    private static final int PAGE = 50;
    private final State state;
    private final LogStore store;

    DescribeLogGroups(State state, LogStore store) {
        this.state = state;
        this.store = store;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DescribeLogGroupsRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DescribeLogGroupsRequest input) {
        return List.of(
                LogAccess.group("logs:DescribeLogGroups", Lookup.scope(call), null, Tags.none()));
    }

    @Override
    public DescribeLogGroupsResponse answer(Call call, DescribeLogGroupsRequest input) {
        Scope scope = Lookup.scope(call);
        String prefix = Optional.ofNullable(input.logGroupNamePrefix()).orElse("");
        String pattern = Optional.ofNullable(input.logGroupNamePattern()).orElse("");
        if (!prefix.isEmpty() && !pattern.isEmpty()) {
            throw LogsRefusals.invalid(
                    "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
        }
        String wanted = pattern.toLowerCase(Locale.ROOT);
        String ofClass = Optional.ofNullable(input.logGroupClassAsString()).orElse("");
        PageToken tokens = PageToken.of(scope, "DescribeLogGroups", prefix, pattern, ofClass);
        Reader reader = state.read();
        Stream<LogGroup> groups =
                LogPages.rest(reader, LogGroup.KIND, scope, prefix, tokens, input.nextToken())
                        .map(Entry::value)
                        .filter(group -> group.name().toLowerCase(Locale.ROOT).contains(wanted))
                        .filter(
                                group ->
                                        ofClass.isEmpty() || group.logGroupClass().equals(ofClass));
        Page<LogGroup> page =
                tokens.page(groups, LogPages.size(input.limit(), PAGE), LogGroup::name);
        return DescribeLogGroupsResponse.builder()
                .logGroups(
                        page.items().stream().map(group -> describe(reader, scope, group)).toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup describe(
            Reader reader, Scope scope, LogGroup group) {
        long bytes =
                reader.list(LogStream.KIND, scope, LogStream.prefix(group.name()))
                        .mapToLong(stream -> store.statistics(stream.value().id()).bytes())
                        .sum();
        String arn = LogGroup.arn(scope, group.name()).toString();
        return software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup.builder()
                .logGroupName(group.name())
                .creationTime(group.createdAt().toEpochMilli())
                .retentionInDays(group.retentionInDays() == 0 ? null : group.retentionInDays())
                .metricFilterCount(0)
                .arn(arn + ":*")
                .logGroupArn(arn)
                .storedBytes(bytes)
                .logGroupClass(group.logGroupClass())
                .build();
    }
}
