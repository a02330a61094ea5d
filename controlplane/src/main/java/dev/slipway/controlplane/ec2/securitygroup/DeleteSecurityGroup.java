package dev.slipway.controlplane.ec2.securitygroup;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupResponse;

final class DeleteSecurityGroup
        implements AwsOperation<DeleteSecurityGroupRequest, DeleteSecurityGroupResponse> {
    private final Function<Scope, Reader> network;
    private final State state;
    private final BiPredicate<Reader, Key> inUse;

    DeleteSecurityGroup(
            Function<Scope, Reader> network, State state, BiPredicate<Reader, Key> inUse) {
        this.network = network;
        this.state = state;
        this.inUse = inUse;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DeleteSecurityGroupRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DeleteSecurityGroupRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        return List.of(named(input).access("ec2:DeleteSecurityGroup", network.apply(scope), scope));
    }

    @Override
    public DeleteSecurityGroupResponse answer(Call call, DeleteSecurityGroupRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        var _ = network.apply(scope); // makes the default network at first sight of the scope
        String id =
                state.commit(
                        tx -> {
                            SecurityGroup group = named(input).require(tx, scope);
                            if (group.name().equals("default")) {
                                throw Refusals.cannotDelete(group);
                            }
                            Key key = Key.of(scope, group.id());
                            if (inUse.test(tx, key) || isReferredTo(tx, scope, group.id())) {
                                throw Refusals.inUse(group.id());
                            }
                            tx.delete(SecurityGroup.KIND, key);
                            return group.id();
                        });
        return DeleteSecurityGroupResponse.builder().returnValue(true).groupId(id).build();
    }

    /** By a rule of another group; its own rules go with it. */
    private static boolean isReferredTo(Reader reader, Scope scope, String id) {
        return reader.list(SecurityGroup.KIND, scope)
                .map(Entry::value)
                .anyMatch(g -> !g.id().equals(id) && g.referredGroups().contains(id));
    }

    private static Named named(DeleteSecurityGroupRequest input) {
        return Named.of(
                Optional.ofNullable(input.groupId()), Optional.ofNullable(input.groupName()));
    }
}
