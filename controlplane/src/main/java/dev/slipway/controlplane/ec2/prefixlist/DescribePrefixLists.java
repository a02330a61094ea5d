package dev.slipway.controlplane.ec2.prefixlist;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Page;
import dev.slipway.controlplane.aws.PageToken;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Filters;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DescribePrefixListsRequest;
import software.amazon.awssdk.services.ec2.model.DescribePrefixListsResponse;
import software.amazon.awssdk.services.ec2.model.PrefixList;

/**
 * The lists of AWS's own services, which are none here; those that users make are listed by {@link
 * DescribeManagedPrefixLists} alone, as on AWS.
 */
final class DescribePrefixLists
        implements AwsOperation<DescribePrefixListsRequest, DescribePrefixListsResponse> {
    private static final Filters<PrefixList> FILTERS =
            new Filters<PrefixList>()
                    .one("prefix-list-id", PrefixList::prefixListId)
                    .one("prefix-list-name", PrefixList::prefixListName);

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DescribePrefixListsRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DescribePrefixListsRequest input) {
        return List.of(Access.to("ec2:DescribePrefixLists", "*"));
    }

    @Override
    public DescribePrefixListsResponse answer(Call call, DescribePrefixListsRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        input.prefixListIds().forEach(ResourceType.PREFIX_LIST::check);
        input.prefixListIds().stream()
                .findFirst()
                .ifPresent(
                        id -> {
                            throw ResourceType.PREFIX_LIST.notFound(id);
                        });
        Page<PrefixList> page =
                new ListPages(
                                PageToken.of(scope, name()),
                                Optional.empty(),
                                Optional.ofNullable(input.nextToken()))
                        .of(
                                Stream.<PrefixList>empty()
                                        .filter(FILTERS.matching(input.filters())),
                                PrefixList::prefixListId);
        return DescribePrefixListsResponse.builder().prefixLists(page.items()).build();
    }
}
