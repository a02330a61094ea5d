package dev.slipway.controlplane.ec2.prefixlist;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Page;
import dev.slipway.controlplane.aws.PageToken;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListAssociationsRequest;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListAssociationsResponse;
import software.amazon.awssdk.services.ec2.model.PrefixListAssociation;

final class GetManagedPrefixListAssociations
        implements AwsOperation<
                GetManagedPrefixListAssociationsRequest, GetManagedPrefixListAssociationsResponse> {
    private final State state;
    private final PrefixLists.Uses uses;

    GetManagedPrefixListAssociations(State state, PrefixLists.Uses uses) {
        this.state = state;
        this.uses = uses;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return GetManagedPrefixListAssociationsRequest::builder;
    }

    @Override
    public List<Access> access(Call call, GetManagedPrefixListAssociationsRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        return List.of(
                PrefixLists.access(
                        "ec2:GetManagedPrefixListAssociations",
                        state.read(),
                        scope,
                        Optional.ofNullable(input.prefixListId())));
    }

    @Override
    public GetManagedPrefixListAssociationsResponse answer(
            Call call, GetManagedPrefixListAssociationsRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        Reader reader = state.read();
        String id = PrefixLists.id(Optional.ofNullable(input.prefixListId()));
        var _ = PrefixLists.require(reader, scope, id);
        Page<String> page =
                new ListPages(
                                PageToken.of(scope, name(), id),
                                Optional.ofNullable(input.maxResults()),
                                Optional.ofNullable(input.nextToken()))
                        .of(
                                uses.referring().apply(reader, Key.of(scope, id)).stream(),
                                Function.identity());
        GetManagedPrefixListAssociationsResponse.Builder answer =
                GetManagedPrefixListAssociationsResponse.builder()
                        .prefixListAssociations(
                                page.items().stream()
                                        .map(
                                                user ->
                                                        PrefixListAssociation.builder()
                                                                .resourceId(user)
                                                                .resourceOwner(scope.account())
                                                                .build())
                                        .toList());
        page.nextToken().ifPresent(answer::nextToken);
        return answer.build();
    }
}
