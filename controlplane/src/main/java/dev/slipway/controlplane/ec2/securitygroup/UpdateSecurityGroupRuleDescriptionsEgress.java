package dev.slipway.controlplane.ec2.securitygroup;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsEgressRequest;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsEgressResponse;

final class UpdateSecurityGroupRuleDescriptionsEgress
        implements AwsOperation<
                UpdateSecurityGroupRuleDescriptionsEgressRequest,
                UpdateSecurityGroupRuleDescriptionsEgressResponse> {
    private final RuleEdits edits;

    UpdateSecurityGroupRuleDescriptionsEgress(RuleEdits edits) {
        this.edits = edits;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return UpdateSecurityGroupRuleDescriptionsEgressRequest::builder;
    }

    @Override
    public List<Access> access(Call call, UpdateSecurityGroupRuleDescriptionsEgressRequest input) {
        return List.of(edits.access(call, name(), named(input)));
    }

    @Override
    public UpdateSecurityGroupRuleDescriptionsEgressResponse answer(
            Call call, UpdateSecurityGroupRuleDescriptionsEgressRequest input) {
        Scope scope = RuleEdits.scope(call);
        edits.describe(
                scope,
                named(input),
                true,
                input.ipPermissions(),
                input.securityGroupRuleDescriptions());
        return UpdateSecurityGroupRuleDescriptionsEgressResponse.builder()
                .returnValue(true)
                .build();
    }

    private static Named named(UpdateSecurityGroupRuleDescriptionsEgressRequest input) {
        return Named.of(
                Optional.ofNullable(input.groupId()), Optional.ofNullable(input.groupName()));
    }
}
