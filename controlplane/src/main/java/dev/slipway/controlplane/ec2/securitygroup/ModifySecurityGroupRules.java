package dev.slipway.controlplane.ec2.securitygroup;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.wire.Call;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.ModifySecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.ModifySecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleUpdate;

final class ModifySecurityGroupRules
        implements AwsOperation<ModifySecurityGroupRulesRequest, ModifySecurityGroupRulesResponse> {
    private final RuleEdits edits;

    ModifySecurityGroupRules(RuleEdits edits) {
        this.edits = edits;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return ModifySecurityGroupRulesRequest::builder;
    }

    @Override
    public List<Access> access(Call call, ModifySecurityGroupRulesRequest input) {
        return List.of(edits.access(call, name(), named(input)));
    }

    @Override
    public ModifySecurityGroupRulesResponse answer(
            Call call, ModifySecurityGroupRulesRequest input) {
        if (input.securityGroupRules().isEmpty()) {
            throw Refusals.missing("securityGroupRules");
        }
        Map<String, SecurityGroupRuleRequest> asked = new LinkedHashMap<>();
        for (SecurityGroupRuleUpdate update : input.securityGroupRules()) {
            String id =
                    Optional.ofNullable(update.securityGroupRuleId())
                            .orElseThrow(() -> Refusals.missing("securityGroupRuleId"));
            SecurityGroupRuleRequest rule =
                    Optional.ofNullable(update.securityGroupRule())
                            .orElseThrow(() -> Refusals.missing("securityGroupRule"));
            if (asked.containsKey(id)) {
                throw Refusals.repeatedRule(id);
            }
            asked.put(id, rule);
        }
        edits.replace(RuleEdits.scope(call), named(input), asked);
        return ModifySecurityGroupRulesResponse.builder().returnValue(true).build();
    }

    private static Named named(ModifySecurityGroupRulesRequest input) {
        return Named.of(Optional.ofNullable(input.groupId()), Optional.empty());
    }
}
