package dev.slipway.controlplane.ec2.prefixlist;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.prefixlist.PrefixList.Earlier;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DeleteManagedPrefixListRequest;
import software.amazon.awssdk.services.ec2.model.DeleteManagedPrefixListResponse;

final class DeleteManagedPrefixList
        implements AwsOperation<DeleteManagedPrefixListRequest, DeleteManagedPrefixListResponse> {
    private final State state;
    private final PrefixLists.Uses uses;

    DeleteManagedPrefixList(State state, PrefixLists.Uses uses) {
        this.state = state;
        this.uses = uses;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DeleteManagedPrefixListRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DeleteManagedPrefixListRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        return List.of(
                PrefixLists.access(
                        "ec2:DeleteManagedPrefixList",
                        state.read(),
                        scope,
                        Optional.ofNullable(input.prefixListId())));
    }

    @Override
    public DeleteManagedPrefixListResponse answer(Call call, DeleteManagedPrefixListRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        String id = PrefixLists.id(Optional.ofNullable(input.prefixListId()));
        PrefixList gone = state.commit(tx -> delete(tx, scope, id));
        return DeleteManagedPrefixListResponse.builder()
                .prefixList(
                        PrefixLists.shape(scope, gone).toBuilder().state("delete-complete").build())
                .build();
    }

    private PrefixList delete(Transaction tx, Scope scope, String id) {
        PrefixList gone = PrefixLists.require(tx, scope, id);
        Key key = Key.of(scope, id);
        if (!uses.referring().apply(tx, key).isEmpty()) {
            throw Refusals.inUse(id);
        }
        List<Key> earlier =
                tx.list(Earlier.KIND, scope, Earlier.prefix(id)).map(e -> e.key()).toList();
        earlier.forEach(k -> tx.delete(Earlier.KIND, k));
        tx.delete(PrefixList.KIND, key);
        return gone;
    }
}
