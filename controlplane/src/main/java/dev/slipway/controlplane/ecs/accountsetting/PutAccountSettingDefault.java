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
import software.amazon.awssdk.services.ecs.model.PutAccountSettingDefaultRequest;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingDefaultResponse;

/** Sets a setting for all principals of the account that have no value of their own. */
final class PutAccountSettingDefault
        implements AwsOperation<PutAccountSettingDefaultRequest, PutAccountSettingDefaultResponse> {
    private final State state;

    PutAccountSettingDefault(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return PutAccountSettingDefaultRequest::builder;
    }

    @Override
    public List<Access> access(Call call, PutAccountSettingDefaultRequest in) {
        return List.of(Access.to("ecs:PutAccountSettingDefault", "*"));
    }

    @Override
    public PutAccountSettingDefaultResponse answer(Call call, PutAccountSettingDefaultRequest in) {
        Scope scope = EcsName.scope(call);
        SettingName setting = SettingRequest.settable(in.nameAsString());
        String value = SettingRequest.value(setting, in.value());
        String root = AccountSettings.rootOf(scope);
        AccountSetting put = new AccountSetting(setting.onTheWire(), root, value);
        state.commit(
                transaction -> {
                    Key key = AccountSettings.key(scope, setting, root);
                    transaction.put(AccountSettings.KIND, key, put);
                    return put;
                });
        return PutAccountSettingDefaultResponse.builder()
                .setting(SettingRequest.answer(setting, value, root))
                .build();
    }
}
