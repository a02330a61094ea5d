package dev.slipway.controlplane.ecs.accountsetting;

import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import java.util.List;
import java.util.Optional;

/** The front door to account settings. */
public final class AccountSettings {
    /** The record kind; keys are {@code NAME/PRINCIPAL_ARN}. */
    public static final Kind<AccountSetting> KIND =
            Kind.of("ecs-account-setting", AccountSetting.class);

    private AccountSettings() {}

    /** What a principal's calls go by. */
    public static String effective(
            Reader reader, Scope scope, SettingName name, String principalArn) {
        return find(reader, scope, name, principalArn)
                .or(() -> find(reader, scope, name, rootOf(scope)))
                .map(AccountSetting::value)
                .orElse(name.awsDefault());
    }

    /** What a cluster that is made without saying so gets. */
    public static String containerInsights(Reader reader, Scope scope) {
        return effective(reader, scope, SettingName.CONTAINER_INSIGHTS, rootOf(scope));
    }

    /** {@code blocking} or {@code non-blocking}: for a log configuration that does not say. */
    public static String defaultLogDriverMode(Reader reader, Scope scope) {
        return effective(reader, scope, SettingName.DEFAULT_LOG_DRIVER_MODE, rootOf(scope));
    }

    /** The operations on account settings. */
    public static List<AwsOperation<?, ?>> operations(State state) {
        return List.of(
                new PutAccountSetting(state),
                new PutAccountSettingDefault(state),
                new ListAccountSettings(state),
                new DeleteAccountSetting(state));
    }

    static String rootOf(Scope scope) {
        return "arn:aws:iam::" + scope.account() + ":root";
    }

    static Optional<AccountSetting> find(
            Reader reader, Scope scope, SettingName name, String principalArn) {
        return reader.find(KIND, key(scope, name, principalArn));
    }

    static Key key(Scope scope, SettingName name, String principalArn) {
        return Key.of(scope, name.onTheWire() + "/" + principalArn);
    }
}
