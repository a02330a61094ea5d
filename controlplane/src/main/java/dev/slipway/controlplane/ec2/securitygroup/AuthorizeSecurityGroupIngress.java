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
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.IpPermission;

final class AuthorizeSecurityGroupIngress
        implements AwsOperation<
                AuthorizeSecurityGroupIngressRequest, AuthorizeSecurityGroupIngressResponse> {
    private final RuleEdits edits;

    AuthorizeSecurityGroupIngress(RuleEdits edits) {
        this.edits = edits;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return AuthorizeSecurityGroupIngressRequest::builder;
    }

    @Override
    public List<Access> access(Call call, AuthorizeSecurityGroupIngressRequest input) {
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
    public AuthorizeSecurityGroupIngressResponse answer(
            Call call, AuthorizeSecurityGroupIngressRequest input) {
        Scope scope = RuleEdits.scope(call);
        RuleEdits.Done done =
                edits.authorize(
                        scope, named(input), false, permissions(input), input.tagSpecifications());
        return AuthorizeSecurityGroupIngressResponse.builder()
                .returnValue(true)
                .securityGroupRules(
                        done.rules().stream()
                                .map(r -> RuleShapes.of(scope, done.group(), r))
                                .toList())
                .build();
    }

    private static Named named(AuthorizeSecurityGroupIngressRequest input) {
        return Named.of(
                Optional.ofNullable(input.groupId()), Optional.ofNullable(input.groupName()));
    }

    private static List<IpPermission> permissions(AuthorizeSecurityGroupIngressRequest input) {
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
