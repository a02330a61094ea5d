package dev.slipway.controlplane.ec2.networkinterface;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.ec2.lookup.TagSet;
import dev.slipway.controlplane.ec2.subnet.Subnet;
import dev.slipway.controlplane.ec2.subnet.Subnets;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.wire.Call;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.CreateNetworkInterfaceRequest;
import software.amazon.awssdk.services.ec2.model.CreateNetworkInterfaceResponse;

final class CreateNetworkInterface
        implements AwsOperation<CreateNetworkInterfaceRequest, CreateNetworkInterfaceResponse> {
    private final Function<Scope, Reader> network;
    private final State state;
    private final RandomGenerator random;

    CreateNetworkInterface(Function<Scope, Reader> network, State state, RandomGenerator random) {
        this.network = network;
        this.state = state;
        this.random = random;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return CreateNetworkInterfaceRequest::builder;
    }

    @Override
    public List<Access> access(Call call, CreateNetworkInterfaceRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        List<String> resources = new ArrayList<>();
        resources.add(ResourceType.NETWORK_INTERFACE.arn(scope, "*"));
        String subnet = Optional.ofNullable(input.subnetId()).orElse("*");
        resources.add(ResourceType.SUBNET.arn(scope, subnet));
        input.groups().forEach(g -> resources.add(ResourceType.SECURITY_GROUP.arn(scope, g)));
        List<Access> all = new ArrayList<>();
        all.add(
                new Access(
                        "ec2:CreateNetworkInterface",
                        resources,
                        TagSet.requestConditions(input.tagSpecifications())));
        all.addAll(TagSet.access(scope, "network-interface", name(), input.tagSpecifications()));
        return all;
    }

    @Override
    public CreateNetworkInterfaceResponse answer(Call call, CreateNetworkInterfaceRequest input) {
        Scope scope = new Scope(call.caller().account(), call.region());
        var _ = network.apply(scope); // makes the default network at first sight of the scope
        AskedInterface asked = AskedInterface.of(input);
        NetworkInterface made =
                state.commit(
                        tx ->
                                replay(tx, scope, asked)
                                        .orElseGet(
                                                () -> make(tx, scope, asked, call.receivedAt())));
        CreateNetworkInterfaceResponse.Builder answer =
                CreateNetworkInterfaceResponse.builder()
                        .networkInterface(new InterfaceView(state.read(), scope).shape(made));
        if (!asked.token().isEmpty()) {
            answer.clientToken(asked.token());
        }
        return answer.build();
    }

    /** What the same request with the same token got before, as it now is. */
    private static Optional<NetworkInterface> replay(
            Transaction tx, Scope scope, AskedInterface asked) {
        if (asked.token().isEmpty()) {
            return Optional.empty();
        }
        Optional<CreationToken> used = CreationToken.find(tx, scope, asked.token());
        if (used.isPresent() && !used.get().request().equals(asked.text())) {
            throw Refusals.tokenReused();
        }
        return used.flatMap(t -> NetworkInterfaces.find(tx, scope, t.interfaceId()));
    }

    private NetworkInterface make(Transaction tx, Scope scope, AskedInterface asked, Instant now) {
        List<String> groups =
                NetworkInterfaces.check(tx, scope, asked.subnetId(), asked.securityGroupIds());
        Subnet subnet = Subnets.require(tx, scope, asked.subnetId());
        NetworkInterface made =
                new NetworkInterface(
                        ResourceType.NETWORK_INTERFACE.mint(random),
                        scope.account(),
                        subnet.vpcId(),
                        subnet.id(),
                        subnet.zone(),
                        asked.privateAddress().isEmpty()
                                ? Subnets.take(tx, scope, subnet.id())
                                : Subnets.take(tx, scope, subnet.id(), asked.privateAddress()),
                        NetworkInterfaces.macAddress(random),
                        "",
                        groups,
                        asked.description(),
                        false,
                        Optional.empty(),
                        now,
                        asked.tags());
        Key key = Key.of(scope, made.id());
        tx.put(NetworkInterface.KIND, key, made);
        if (!asked.token().isEmpty()) {
            tx.put(
                    CreationToken.KIND,
                    key,
                    new CreationToken(made.id(), asked.token(), asked.text()));
        }
        return made;
    }
}
