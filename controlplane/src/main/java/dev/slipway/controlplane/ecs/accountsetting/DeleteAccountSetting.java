package dev.slipway.controlplane.ecs.accountsetting;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.DeleteAccountSettingRequest;
import software.amazon.awssdk.services.ecs.model.DeleteAccountSettingResponse;

/** Takes a principal's own value away and says what goes for it now. */
final class DeleteAccountSetting
        implements AwsOperation<DeleteAccountSettingRequest, DeleteAccountSettingResponse> {
    private final State state;

    DeleteAccountSetting(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DeleteAccountSettingRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DeleteAccountSettingRequest in) {
        return List.of(Access.to("ecs:DeleteAccountSetting", "*"));
    }

    @Override
    public DeleteAccountSettingResponse answer(Call call, DeleteAccountSettingRequest in) {
        Scope scope = EcsName.scope(call);
        SettingName setting = SettingRequest.settable(in.nameAsString());
        String principal = SettingRequest.principal(call, in.principalArn());
        String effective =
                state.commit(
                        transaction -> {
                            Key key = AccountSettings.key(scope, setting, principal);
                            transaction.delete(AccountSettings.KIND, key);
                            return AccountSettings.effective(
                                    transaction, scope, setting, principal);
                        });
        return DeleteAccountSettingResponse.builder()
                .setting(SettingRequest.answer(setting, effective, principal))
                .build();
    }
}
