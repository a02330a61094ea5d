package dev.slipway.controlplane.ec2.prefixlist;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Page;
import dev.slipway.controlplane.aws.PageToken;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.prefixlist.PrefixList.Earlier;
import dev.slipway.controlplane.ec2.prefixlist.PrefixList.Entry;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListEntriesRequest;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListEntriesResponse;
import software.amazon.awssdk.services.ec2.model.PrefixListEntry;

final class GetManagedPrefixListEntries
        implements AwsOperation<
                GetManagedPrefixListEntriesRequest, GetManagedPrefixListEntriesResponse> {
    private final State state;

    GetManagedPrefixListEntries(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return GetManagedPrefixListEntriesRequest::builder;
    }

    @Override
    public List<Access> access(Call call, GetManagedPrefixListEntriesRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        return List.of(
                PrefixLists.access(
                        "ec2:GetManagedPrefixListEntries",
                        state.read(),
                        scope,
                        Optional.ofNullable(input.prefixListId())));
    }

    @Override
    public GetManagedPrefixListEntriesResponse answer(
            Call call, GetManagedPrefixListEntriesRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        Reader reader = state.read();
        PrefixList list =
                PrefixLists.require(
                        reader, scope, PrefixLists.id(Optional.ofNullable(input.prefixListId())));
        long version = Optional.ofNullable(input.targetVersion()).orElse(list.version());
        List<Entry> entries =
                version == list.version()
                        ? list.entries()
                        : reader.find(Earlier.KIND, Earlier.key(scope, list.id(), version))
                                .map(Earlier::entries)
                                .orElseThrow(() -> Refusals.noSuchVersion(list.id(), version));
        Page<Entry> page =
                new ListPages(
                                PageToken.of(scope, name(), list.id(), "" + version),
                                Optional.ofNullable(input.maxResults()),
                                Optional.ofNullable(input.nextToken()))
                        .of(
                                entries.stream().sorted(Comparator.comparing(Entry::cidr)),
                                Entry::cidr);
        GetManagedPrefixListEntriesResponse.Builder answer =
                GetManagedPrefixListEntriesResponse.builder()
                        .entries(
                                page.items().stream()
                                        .map(GetManagedPrefixListEntries::shape)
                                        .toList());
        page.nextToken().ifPresent(answer::nextToken);
        return answer.build();
    }

    private static PrefixListEntry shape(Entry entry) {
        PrefixListEntry.Builder shape = PrefixListEntry.builder().cidr(entry.cidr());
        if (!entry.description().isEmpty()) {
            shape.description(entry.description());
        }
        return shape.build();
    }
}
