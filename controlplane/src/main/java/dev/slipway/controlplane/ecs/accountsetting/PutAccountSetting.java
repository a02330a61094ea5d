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
import software.amazon.awssdk.services.ecs.model.PutAccountSettingRequest;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingResponse;

/** Sets a setting for one principal, who is the caller when none is named. */
final class PutAccountSetting
        implements AwsOperation<PutAccountSettingRequest, PutAccountSettingResponse> {
    private final State state;

    PutAccountSetting(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return PutAccountSettingRequest::builder;
    }

    @Override
    public List<Access> access(Call call, PutAccountSettingRequest in) {
        return List.of(Access.to("ecs:PutAccountSetting", "*"));
    }

    @Override
    public PutAccountSettingResponse answer(Call call, PutAccountSettingRequest in) {
        Scope scope = EcsName.scope(call);
        SettingName setting = SettingRequest.settable(in.nameAsString());
        String value = SettingRequest.value(setting, in.value());
        String principal = SettingRequest.principal(call, in.principalArn());
        AccountSetting put = new AccountSetting(setting.onTheWire(), principal, value);
        state.commit(
                transaction -> {
                    Key key = AccountSettings.key(scope, setting, principal);
                    transaction.put(AccountSettings.KIND, key, put);
                    return put;
                });
        return PutAccountSettingResponse.builder()
                .setting(SettingRequest.answer(setting, value, principal))
                .build();
    }
}
