package dev.slipway.controlplane.ecs.accountsetting;

import dev.slipway.controlplane.aws.Arn;
import dev.slipway.controlplane.ecs.grammar.EcsError;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.wire.Call;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Setting;

/** The parts that requests about settings share, read and checked. */
final class SettingRequest {
    private SettingRequest() {}

    static SettingName known(@Nullable String name) {
        return SettingName.parse(String.valueOf(name))
                .orElseThrow(
                        () ->
                                EcsError.invalidParameter(
                                        "'" + name + "' is not a valid setting name."));
    }

    static SettingName settable(@Nullable String name) {
        SettingName setting = known(name);
        if (setting.allowed().isEmpty()) {
            throw EcsError.invalidParameter(
                    setting.onTheWire() + " is managed by AWS and cannot be set.");
        }
        return setting;
    }

    static String value(SettingName setting, @Nullable String value) {
        List<String> allowed = setting.allowed();
        if (value == null || !allowed.contains(value)) {
            throw EcsError.invalidParameter(
                    "Invalid value '"
                            + value
                            + "' for "
                            + setting.onTheWire()
                            + ". Supported values: "
                            + String.join(", ", allowed)
                            + ".");
        }
        return value;
    }

    /**
     * The principal a request is about: root, a user or a role of the caller's account. A session
     * stands for its role.
     */
    static String principal(Call call, @Nullable String principalArn) {
        String asked =
                principalArn == null || principalArn.isEmpty() ? call.caller().arn() : principalArn;
        Arn arn =
                Arn.parse(asked)
                        .filter(a -> a.service().equals("iam") || a.service().equals("sts"))
                        .filter(a -> a.account().equals(EcsName.scope(call).account()))
                        .orElseThrow(
                                () ->
                                        EcsError.invalidParameter(
                                                "Invalid principalArn: " + asked + "."));
        String[] parts = arn.resource().split("/", -1);
        if (arn.service().equals("sts") && parts[0].equals("assumed-role") && parts.length == 3) {
            return "arn:aws:iam::" + arn.account() + ":role/" + parts[1];
        }
        return asked;
    }

    static Setting answer(SettingName setting, String value, String principalArn) {
        return Setting.builder()
                .name(setting.onTheWire())
                .value(value)
                .principalArn(principalArn)
                .type(setting.allowed().isEmpty() ? "aws_managed" : "user")
                .build();
    }
}
