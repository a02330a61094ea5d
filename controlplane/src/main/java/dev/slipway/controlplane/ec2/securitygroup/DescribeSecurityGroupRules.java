package dev.slipway.controlplane.ec2.securitygroup;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Page;
import dev.slipway.controlplane.aws.PageToken;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Filters;
import dev.slipway.controlplane.ec2.lookup.Lookup;
import dev.slipway.controlplane.ec2.lookup.Lookup.Question;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroup.Rule;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.wire.Call;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesResponse;

final class DescribeSecurityGroupRules
        implements AwsOperation<
                DescribeSecurityGroupRulesRequest, DescribeSecurityGroupRulesResponse> {
    private static final Filters<InGroup> FILTERS =
            new Filters<InGroup>()
                    .one("group-id", r -> r.group().id())
                    .one("security-group-rule-id", r -> r.rule().id())
                    .tags(r -> r.rule().tags());

    private final Function<Scope, Reader> network;

    /** A rule knows its group only by being in it. */
    private record InGroup(SecurityGroup group, Rule rule) {}

    DescribeSecurityGroupRules(Function<Scope, Reader> network) {
        this.network = network;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DescribeSecurityGroupRulesRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DescribeSecurityGroupRulesRequest input) {
        return List.of(Access.to("ec2:DescribeSecurityGroupRules", "*"));
    }

    @Override
    public DescribeSecurityGroupRulesResponse answer(
            Call call, DescribeSecurityGroupRulesRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        Question question =
                Question.of(
                        input.securityGroupRuleIds(),
                        input.filters(),
                        input.maxResults(),
                        input.nextToken());
        Page<InGroup> page =
                Lookup.pageOf(
                        all(network.apply(scope), scope),
                        r -> r.rule().id(),
                        ResourceType.SECURITY_GROUP_RULE,
                        "securityGroupRuleIds",
                        FILTERS,
                        PageToken.of(scope, "DescribeSecurityGroupRules", question.filtersText()),
                        question);
        DescribeSecurityGroupRulesResponse.Builder answer =
                DescribeSecurityGroupRulesResponse.builder()
                        .securityGroupRules(
                                page.items().stream()
                                        .map(r -> RuleShapes.of(scope, r.group(), r.rule()))
                                        .toList());
        page.nextToken().ifPresent(answer::nextToken);
        return answer.build();
    }

    private static Stream<InGroup> all(Reader reader, Scope scope) {
        return reader.list(SecurityGroup.KIND, scope)
                .flatMap(g -> g.value().rules().stream().map(r -> new InGroup(g.value(), r)))
                .sorted(Comparator.comparing(r -> r.rule().id()));
    }
}
