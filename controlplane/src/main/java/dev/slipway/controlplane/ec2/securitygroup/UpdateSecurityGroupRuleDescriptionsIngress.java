package dev.slipway.controlplane.ec2.securitygroup;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsIngressRequest;
import software.amazon.awssdk.services.ec2.model.UpdateSecurityGroupRuleDescriptionsIngressResponse;

final class UpdateSecurityGroupRuleDescriptionsIngress
        implements AwsOperation<
                UpdateSecurityGroupRuleDescriptionsIngressRequest,
                UpdateSecurityGroupRuleDescriptionsIngressResponse> {
    private final RuleEdits edits;

    UpdateSecurityGroupRuleDescriptionsIngress(RuleEdits edits) {
        this.edits = edits;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return UpdateSecurityGroupRuleDescriptionsIngressRequest::builder;
    }

    @Override
    public List<Access> access(Call call, UpdateSecurityGroupRuleDescriptionsIngressRequest input) {
        return List.of(edits.access(call, name(), named(input)));
    }

    @Override
    public UpdateSecurityGroupRuleDescriptionsIngressResponse answer(
            Call call, UpdateSecurityGroupRuleDescriptionsIngressRequest input) {
        Scope scope = RuleEdits.scope(call);
        edits.describe(
                scope,
                named(input),
                false,
                input.ipPermissions(),
                input.securityGroupRuleDescriptions());
        return UpdateSecurityGroupRuleDescriptionsIngressResponse.builder()
                .returnValue(true)
                .build();
    }

    private static Named named(UpdateSecurityGroupRuleDescriptionsIngressRequest input) {
        return Named.of(
                Optional.ofNullable(input.groupId()), Optional.ofNullable(input.groupName()));
    }
}
