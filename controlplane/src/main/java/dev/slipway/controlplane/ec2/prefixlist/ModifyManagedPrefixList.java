package dev.slipway.controlplane.ec2.prefixlist;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.prefixlist.PrefixList.Earlier;
import dev.slipway.controlplane.ec2.prefixlist.PrefixList.Entry;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.ModifyManagedPrefixListRequest;
import software.amazon.awssdk.services.ec2.model.ModifyManagedPrefixListResponse;

final class ModifyManagedPrefixList
        implements AwsOperation<ModifyManagedPrefixListRequest, ModifyManagedPrefixListResponse> {
    private final State state;
    private final PrefixLists.Uses uses;

    ModifyManagedPrefixList(State state, PrefixLists.Uses uses) {
        this.state = state;
        this.uses = uses;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return ModifyManagedPrefixListRequest::builder;
    }

    /** What is to change. */
    private record Change(
            Optional<String> name,
            Optional<Integer> most,
            Set<String> removed,
            List<Entry> added,
            Optional<Long> version) {

        boolean ofEntries() {
            return !removed.isEmpty() || !added.isEmpty();
        }
    }

    @Override
    public List<Access> access(Call call, ModifyManagedPrefixListRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        return List.of(
                PrefixLists.access(
                        "ec2:ModifyManagedPrefixList",
                        state.read(),
                        scope,
                        Optional.ofNullable(input.prefixListId())));
    }

    @Override
    public ModifyManagedPrefixListResponse answer(Call call, ModifyManagedPrefixListRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        String id = PrefixLists.id(Optional.ofNullable(input.prefixListId()));
        if (Optional.ofNullable(input.ipamPrefixListResolverSyncEnabled()).orElse(false)) {
            throw Refusals.unsupported("ipamPrefixListResolverSyncEnabled");
        }
        Change change =
                new Change(
                        Optional.ofNullable(input.prefixListName()),
                        Optional.ofNullable(input.maxEntries()),
                        Entries.removed(input.removeEntries()),
                        Entries.added(input.addEntries()),
                        Optional.ofNullable(input.currentVersion()));
        change.name().ifPresent(PrefixLists::requireName);
        change.most().ifPresent(Entries::requireMaximum);
        if (change.ofEntries() && change.most().isPresent()) {
            throw Refusals.entriesAndMaximum();
        }
        if (!change.ofEntries() && change.most().isEmpty() && change.name().isEmpty()) {
            throw Refusals.nothingToChange();
        }
        PrefixList changed = state.commit(tx -> changed(tx, scope, id, change));
        return ModifyManagedPrefixListResponse.builder()
                .prefixList(PrefixLists.shape(scope, changed))
                .build();
    }

    private PrefixList changed(Transaction tx, Scope scope, String id, Change change) {
        PrefixList before = PrefixLists.require(tx, scope, id);
        if (change.version().filter(v -> v != before.version()).isPresent()) {
            throw Refusals.otherVersion();
        }
        PrefixList after = change.name().map(before::named).orElse(before);
        if (change.most().isPresent()) {
            after = after.resized(change.most().get());
            if (after.entries().size() > after.maxEntries()) {
                throw Refusals.belowEntries(id);
            }
        }
        if (change.ofEntries()) {
            after = after.with(Entries.changed(after.entries(), change.removed(), change.added()));
            if (after.entries().size() > after.maxEntries()) {
                throw Refusals.full();
            }
            tx.put(
                    Earlier.KIND,
                    Earlier.key(scope, id, before.version()),
                    new Earlier(before.entries()));
        }
        PrefixLists.put(tx, scope, after);
        if (after.maxEntries() > before.maxEntries() && !uses.fits().test(tx, Key.of(scope, id))) {
            throw Refusals.noRoomInGroups();
        }
        return after;
    }
}
