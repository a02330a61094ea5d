package dev.slipway.controlplane.ec2.securitygroup;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.ec2.lookup.TagSet;
import dev.slipway.controlplane.ec2.vpc.Vpc;
import dev.slipway.controlplane.ec2.vpc.Vpcs;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;

final class CreateSecurityGroup
        implements AwsOperation<CreateSecurityGroupRequest, CreateSecurityGroupResponse> {
    /** Per account and region, as AWS starts with. */
    private static final int MOST = 2500;

    private final Function<Scope, Reader> network;
    private final State state;
    private final RandomGenerator random;

    CreateSecurityGroup(Function<Scope, Reader> network, State state, RandomGenerator random) {
        this.network = network;
        this.state = state;
        this.random = random;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return CreateSecurityGroupRequest::builder;
    }

    @Override
    public List<Access> access(Call call, CreateSecurityGroupRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        String vpcId =
                Optional.ofNullable(input.vpcId())
                        .or(() -> Vpcs.findDefault(network.apply(scope), scope).map(Vpc::id))
                        .orElse("*");
        List<Access> all = new ArrayList<>();
        all.add(
                new Access(
                        "ec2:CreateSecurityGroup",
                        List.of(
                                ResourceType.SECURITY_GROUP.arn(scope, "*"),
                                ResourceType.VPC.arn(scope, vpcId)),
                        TagSet.requestConditions(input.tagSpecifications())));
        all.addAll(TagSet.access(scope, "security-group", name(), input.tagSpecifications()));
        return all;
    }

    @Override
    public CreateSecurityGroupResponse answer(Call call, CreateSecurityGroupRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        Reader reader = network.apply(scope);
        String name = groupName(Optional.ofNullable(input.groupName()).orElse(""));
        String description = Optional.ofNullable(input.description()).orElse("");
        if (description.isEmpty()) {
            throw Refusals.missing("GroupDescription");
        }
        if (!AskedRules.isPlain(description)) {
            throw Refusals.characters("security group description");
        }
        SortedMap<String, String> tags = TagSet.asked(input.tagSpecifications(), "security-group");
        Optional<String> vpcId = Optional.ofNullable(input.vpcId());
        vpcId.ifPresent(ResourceType.VPC::check);
        String vpc =
                vpcId.or(() -> Vpcs.findDefault(reader, scope).map(Vpc::id))
                        .orElseThrow(Refusals::noDefaultVpc);
        SecurityGroup made =
                state.commit(
                        tx -> {
                            Vpcs.require(tx, scope, vpc);
                            if (Named.inVpc(tx, scope, vpc, name).isPresent()) {
                                throw Refusals.duplicateGroup(name, vpc);
                            }
                            if (tx.list(SecurityGroup.KIND, scope).count() >= MOST) {
                                throw Refusals.tooManyGroups();
                            }
                            SecurityGroup group =
                                    new SecurityGroup(
                                            ResourceType.SECURITY_GROUP.mint(random),
                                            scope.account(),
                                            vpc,
                                            name,
                                            description,
                                            List.of(SecurityGroups.toEverywhere(random)),
                                            tags);
                            SecurityGroups.put(tx, scope, group);
                            return group;
                        });
        return CreateSecurityGroupResponse.builder()
                .groupId(made.id())
                .securityGroupArn(made.arn(scope))
                .tags(TagSet.of(made.tags()))
                .build();
    }

    /** Without the spaces at its end, which AWS drops too. */
    private static String groupName(String asked) {
        String name = asked.stripTrailing();
        if (name.isEmpty()) {
            throw Refusals.missing("GroupName");
        }
        if (name.toLowerCase(Locale.ROOT).startsWith("sg-")) {
            throw Refusals.invalid(
                    "Invalid value '%s' for groupName. Group names may not be in the format sg-*."
                            .formatted(name));
        }
        if (name.equals("default")) {
            throw Refusals.invalid("Cannot use reserved security group name: default");
        }
        if (!AskedRules.isPlain(name)) {
            throw Refusals.characters("security group name");
        }
        return name;
    }
}
