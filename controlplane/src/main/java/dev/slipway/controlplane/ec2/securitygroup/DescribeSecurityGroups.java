package dev.slipway.controlplane.ec2.securitygroup;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Page;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Filters;
import dev.slipway.controlplane.ec2.lookup.Lookup;
import dev.slipway.controlplane.ec2.lookup.Lookup.Question;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroup.Peer;
import dev.slipway.controlplane.ec2.securitygroup.SecurityGroup.Rule;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.wire.Call;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;

final class DescribeSecurityGroups
        implements AwsOperation<DescribeSecurityGroupsRequest, DescribeSecurityGroupsResponse> {
    private final Function<Scope, Reader> network;

    DescribeSecurityGroups(Function<Scope, Reader> network) {
        this.network = network;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DescribeSecurityGroupsRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DescribeSecurityGroupsRequest input) {
        return List.of(Access.to("ec2:DescribeSecurityGroups", "*"));
    }

    @Override
    public DescribeSecurityGroupsResponse answer(Call call, DescribeSecurityGroupsRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        Reader reader = network.apply(scope);
        List<String> ids = new ArrayList<>(input.groupIds());
        input.groupNames().forEach(name -> ids.add(idOf(reader, scope, name)));
        Page<SecurityGroup> page =
                lookup(scope)
                        .find(
                                reader,
                                scope,
                                Question.of(
                                        ids,
                                        input.filters(),
                                        input.maxResults(),
                                        input.nextToken()));
        DescribeSecurityGroupsResponse.Builder answer =
                DescribeSecurityGroupsResponse.builder()
                        .securityGroups(
                                page.items().stream()
                                        .map(g -> IpPermissions.shape(scope, g))
                                        .toList());
        page.nextToken().ifPresent(answer::nextToken);
        return answer.build();
    }

    private static Lookup<SecurityGroup> lookup(Scope scope) {
        return new Lookup<>(
                "DescribeSecurityGroups",
                SecurityGroup.KIND,
                ResourceType.SECURITY_GROUP,
                "groupIds",
                filters(scope));
    }

    private static String idOf(Reader reader, Scope scope, String name) {
        return new Named("", name).require(reader, scope).id();
    }

    private static Filters<SecurityGroup> filters(Scope scope) {
        Filters<SecurityGroup> filters =
                new Filters<SecurityGroup>()
                        .one("description", SecurityGroup::description)
                        .one("group-id", SecurityGroup::id)
                        .one("group-name", SecurityGroup::name)
                        .one("owner-id", SecurityGroup::owner)
                        .one("security-group-arn", g -> g.arn(scope))
                        .one("vpc-id", SecurityGroup::vpcId)
                        .tags(SecurityGroup::tags);
        ofRules(filters, "ip-permission.", SecurityGroup::ingress);
        ofRules(filters, "egress.ip-permission.", SecurityGroup::egress);
        return filters;
    }

    private static void ofRules(
            Filters<SecurityGroup> filters,
            String prefix,
            Function<SecurityGroup, Stream<Rule>> rules) {
        filters.many(prefix + "cidr", g -> peers(rules.apply(g), Peer.Ipv4.class, Peer.Ipv4::block))
                .many(
                        prefix + "ipv6-cidr",
                        g -> peers(rules.apply(g), Peer.Ipv6.class, Peer.Ipv6::block))
                .many(
                        prefix + "group-id",
                        g -> peers(rules.apply(g), Peer.Group.class, Peer.Group::groupId))
                .many(prefix + "group-name", g -> List.of()) // EC2-Classic's
                .many(
                        prefix + "user-id",
                        g -> peers(rules.apply(g), Peer.Group.class, Peer.Group::owner))
                .many(
                        prefix + "prefix-list-id",
                        g -> peers(rules.apply(g), Peer.PrefixList.class, Peer.PrefixList::listId))
                .many(prefix + "from-port", g -> ports(rules.apply(g), Rule::fromPort))
                .many(prefix + "to-port", g -> ports(rules.apply(g), Rule::toPort))
                .many(prefix + "protocol", g -> rules.apply(g).map(Rule::protocolName).toList());
    }

    private static <P extends Peer> Collection<String> peers(
            Stream<Rule> rules, Class<P> type, Function<P, String> value) {
        return rules.map(Rule::peer).filter(type::isInstance).map(type::cast).map(value).toList();
    }

    private static Collection<String> ports(Stream<Rule> rules, Function<Rule, Integer> port) {
        return rules.map(r -> "" + port.apply(r)).toList();
    }
}
