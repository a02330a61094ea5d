package dev.slipway.controlplane.ec2.prefixlist;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Page;
import dev.slipway.controlplane.aws.PageToken;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Filters;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DescribeManagedPrefixListsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeManagedPrefixListsResponse;

final class DescribeManagedPrefixLists
        implements AwsOperation<
                DescribeManagedPrefixListsRequest, DescribeManagedPrefixListsResponse> {
    private final State state;

    DescribeManagedPrefixLists(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DescribeManagedPrefixListsRequest::builder;
    }

    private static final Filters<PrefixList> FILTERS =
            new Filters<PrefixList>()
                    .one("owner-id", PrefixList::owner)
                    .one("prefix-list-id", PrefixList::id)
                    .one("prefix-list-name", PrefixList::name)
                    .tags(PrefixList::tags);

    @Override
    public List<Access> access(Call call, DescribeManagedPrefixListsRequest input) {
        return List.of(Access.to("ec2:DescribeManagedPrefixLists", "*"));
    }

    @Override
    public DescribeManagedPrefixListsResponse answer(
            Call call, DescribeManagedPrefixListsRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        Reader reader = state.read();
        List<String> ids = input.prefixListIds();
        ids.forEach(ResourceType.PREFIX_LIST::check);
        Stream<PrefixList> all =
                ids.isEmpty()
                        ? reader.list(PrefixList.KIND, scope).map(e -> e.value())
                        : ids.stream()
                                .distinct()
                                .sorted()
                                .map(id -> PrefixLists.require(reader, scope, id));
        Predicate<PrefixList> matching = FILTERS.matching(input.filters());
        PageToken token =
                PageToken.of(
                        scope,
                        name(),
                        ids.toString(),
                        input.filters().stream()
                                .map(f -> f.name() + "=" + f.values())
                                .toList()
                                .toString());
        Page<PrefixList> page =
                new ListPages(
                                token,
                                Optional.ofNullable(input.maxResults()),
                                Optional.ofNullable(input.nextToken()))
                        .of(all.filter(matching), PrefixList::id);
        DescribeManagedPrefixListsResponse.Builder answer =
                DescribeManagedPrefixListsResponse.builder()
                        .prefixLists(
                                page.items().stream()
                                        .map(l -> PrefixLists.shape(scope, l))
                                        .toList());
        page.nextToken().ifPresent(answer::nextToken);
        return answer.build();
    }
}
