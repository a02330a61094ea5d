package dev.slipway.controlplane.ecs.accountsetting;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Page;
import dev.slipway.controlplane.aws.PageToken;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.grammar.EcsError;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.ecs.grammar.EcsPages;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.ListAccountSettingsRequest;
import software.amazon.awssdk.services.ecs.model.ListAccountSettingsResponse;
import software.amazon.awssdk.services.ecs.model.Setting;

/** Lists what a principal has set, or with effectiveSettings what goes for it. */
final class ListAccountSettings
        implements AwsOperation<ListAccountSettingsRequest, ListAccountSettingsResponse> {
    private final State state;

    ListAccountSettings(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return ListAccountSettingsRequest::builder;
    }

    @Override
    public List<Access> access(Call call, ListAccountSettingsRequest in) {
        return List.of(Access.to("ecs:ListAccountSettings", "*"));
    }

    @Override
    public ListAccountSettingsResponse answer(Call call, ListAccountSettingsRequest in) {
        Scope scope = EcsName.scope(call);
        int size = EcsPages.size(in.maxResults(), 10, 10);
        Optional<SettingName> only =
                Optional.ofNullable(in.nameAsString()).map(SettingRequest::known);
        String principal = SettingRequest.principal(call, in.principalArn());
        boolean effective = Boolean.TRUE.equals(in.effectiveSettings());
        if (in.value() != null && only.isEmpty()) {
            throw EcsError.invalidParameter("You must specify a name to filter by value.");
        }
        PageToken listing =
                PageToken.of(
                        scope,
                        name(),
                        only.map(SettingName::onTheWire).orElse(""),
                        Objects.requireNonNullElse(in.value(), ""),
                        principal,
                        Boolean.toString(effective));
        String after = EcsPages.position(listing, in.nextToken());
        Reader reader = state.read();
        List<Setting> settings = new ArrayList<>();
        for (SettingName name : SettingName.values()) {
            if (only.isEmpty() || only.get() == name) {
                value(reader, scope, name, principal, effective)
                        .filter(value -> in.value() == null || in.value().equals(value))
                        .map(value -> SettingRequest.answer(name, value, principal))
                        .ifPresent(settings::add);
            }
        }
        Stream<Setting> rest =
                after.isEmpty()
                        ? settings.stream()
                        : settings.stream().dropWhile(s -> !s.nameAsString().equals(after)).skip(1);
        Page<Setting> page = listing.page(rest, size, Setting::nameAsString);
        return ListAccountSettingsResponse.builder()
                .settings(page.items())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static Optional<String> value(
            Reader reader, Scope scope, SettingName name, String principal, boolean effective) {
        return effective
                ? Optional.of(AccountSettings.effective(reader, scope, name, principal))
                : AccountSettings.find(reader, scope, name, principal).map(AccountSetting::value);
    }
}
