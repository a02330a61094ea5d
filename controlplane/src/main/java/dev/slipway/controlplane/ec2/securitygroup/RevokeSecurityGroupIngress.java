package dev.slipway.controlplane.ec2.securitygroup;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressResponse;

final class RevokeSecurityGroupIngress
        implements AwsOperation<
                RevokeSecurityGroupIngressRequest, RevokeSecurityGroupIngressResponse> {
    private final RuleEdits edits;

    RevokeSecurityGroupIngress(RuleEdits edits) {
        this.edits = edits;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return RevokeSecurityGroupIngressRequest::builder;
    }

    @Override
    public List<Access> access(Call call, RevokeSecurityGroupIngressRequest input) {
        return List.of(edits.access(call, name(), named(input)));
    }

    @Override
    public RevokeSecurityGroupIngressResponse answer(
            Call call, RevokeSecurityGroupIngressRequest input) {
        Scope scope = RuleEdits.scope(call);
        RuleEdits.Done done =
                edits.revoke(
                        scope,
                        named(input),
                        false,
                        permissions(input),
                        input.securityGroupRuleIds());
        return RevokeSecurityGroupIngressResponse.builder()
                .returnValue(true)
                .revokedSecurityGroupRules(
                        done.rules().stream()
                                .map(r -> RuleShapes.revoked(done.group(), r))
                                .toList())
                .build();
    }

    private static Named named(RevokeSecurityGroupIngressRequest input) {
        return Named.of(
                Optional.ofNullable(input.groupId()), Optional.ofNullable(input.groupName()));
    }

    private static List<IpPermission> permissions(RevokeSecurityGroupIngressRequest input) {
        return new FlatForm(
                        Optional.ofNullable(input.ipProtocol()),
                        Optional.ofNullable(input.fromPort()),
                        Optional.ofNullable(input.toPort()),
                        Optional.ofNullable(input.cidrIp()),
                        Optional.ofNullable(input.sourceSecurityGroupName()),
                        Optional.ofNullable(input.sourceSecurityGroupOwnerId()))
                .or(input.ipPermissions());
    }
}
