package dev.slipway.controlplane.ec2.securitygroup;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.TagSet;
import dev.slipway.wire.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressResponse;
import software.amazon.awssdk.services.ec2.model.IpPermission;

final class AuthorizeSecurityGroupEgress
        implements AwsOperation<
                AuthorizeSecurityGroupEgressRequest, AuthorizeSecurityGroupEgressResponse> {
    private final RuleEdits edits;

    AuthorizeSecurityGroupEgress(RuleEdits edits) {
        this.edits = edits;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return AuthorizeSecurityGroupEgressRequest::builder;
    }

    @Override
    public List<Access> access(Call call, AuthorizeSecurityGroupEgressRequest input) {
        List<Access> all = new ArrayList<>();
        all.add(edits.access(call, name(), named(input)));
        all.addAll(
                TagSet.access(
                        RuleEdits.scope(call),
                        "security-group-rule",
                        name(),
                        input.tagSpecifications()));
        return all;
    }

    @Override
    public AuthorizeSecurityGroupEgressResponse answer(
            Call call, AuthorizeSecurityGroupEgressRequest input) {
        Scope scope = RuleEdits.scope(call);
        RuleEdits.Done done =
                edits.authorize(
                        scope, named(input), true, permissions(input), input.tagSpecifications());
        return AuthorizeSecurityGroupEgressResponse.builder()
                .returnValue(true)
                .securityGroupRules(
                        done.rules().stream()
                                .map(r -> RuleShapes.of(scope, done.group(), r))
                                .toList())
                .build();
    }

    private static Named named(AuthorizeSecurityGroupEgressRequest input) {
        return Named.of(Optional.ofNullable(input.groupId()), Optional.empty());
    }

    private static List<IpPermission> permissions(AuthorizeSecurityGroupEgressRequest input) {
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
