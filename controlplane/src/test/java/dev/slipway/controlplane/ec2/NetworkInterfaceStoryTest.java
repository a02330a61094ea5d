package dev.slipway.controlplane.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.controlplane.ec2.address.PublicAddresses;
import dev.slipway.controlplane.ec2.networkinterface.NetworkInterfaces;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.CreateNetworkInterfaceRequest;
import software.amazon.awssdk.services.ec2.model.CreateNetworkInterfaceResponse;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkInterfaceRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfaceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfaceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.ModifyNetworkInterfaceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.ResetNetworkInterfaceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;

@SuppressWarnings("unchecked") // the model builders take consumers as variable arguments
class NetworkInterfaceStoryTest {
    private final Ec2Desk desk = new Ec2Desk();
    private final NetworkInterfaces interfaces =
            new NetworkInterfaces(new PublicAddresses("198.18.0.0/24"), new Random(2));

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void anInterfaceOfOnesOwnIsAvailableHoldsItsAddressAndGivesItBack() {
        NetworkInterface made =
                create(
                        r ->
                                r.description("spare")
                                        .privateIpAddress("172.31.1.1")
                                        .tagSpecifications(
                                                t ->
                                                        t.resourceType(
                                                                        ResourceType
                                                                                .NETWORK_INTERFACE)
                                                                .tags(
                                                                        k ->
                                                                                k.key("Name")
                                                                                        .value(
                                                                                                "x"))));
        assertThat(made.statusAsString()).isEqualTo("available");
        assertThat(made.requesterManaged()).isFalse();
        assertThat(made.requesterId()).isNull();
        assertThat(made.privateIpAddress()).isEqualTo("172.31.1.1");
        assertThat(made.groups()).extracting(GroupIdentifier::groupName).containsExactly("default");
        assertThat(described(made)).isEqualTo(made);
        assertThatThrownBy(() -> create(r -> r.privateIpAddress("172.31.1.1")))
                .hasMessage("InvalidIPAddress.InUse: Address 172.31.1.1 is in use.");
        desk.ask(
                DeleteNetworkInterfaceRequest.builder()
                        .networkInterfaceId(made.networkInterfaceId())
                        .build());
        assertThatThrownBy(() -> described(made))
                .hasMessageStartingWith("InvalidNetworkInterfaceID.NotFound");
        assertThat(create(r -> r.privateIpAddress("172.31.1.1")).privateIpAddress())
                .isEqualTo("172.31.1.1");
    }

    @Test
    void theAddressMayBeNamedInTheListToo() {
        assertThat(
                        create(
                                        r ->
                                                r.privateIpAddresses(
                                                        a ->
                                                                a.primary(true)
                                                                        .privateIpAddress(
                                                                                "172.31.0.9")))
                                .privateIpAddress())
                .isEqualTo("172.31.0.9");
    }

    @Test
    void whatCannotBeMadeIsRefusedAndChangesNothing() {
        String subnet = desk.subnet();
        long revision = desk.revision();
        assertThatThrownBy(() -> create(r -> r.privateIpAddress("172.31.16.9")))
                .hasMessageStartingWith("InvalidParameterValue: Address 172.31.16.9 does not fall");
        assertThatThrownBy(() -> create(r -> r.privateIpAddress("172.31.0.3")))
                .hasMessageContaining("reserved address range");
        assertThatThrownBy(() -> create(r -> r.privateIpAddress("172.31.15.255")))
                .hasMessageContaining("reserved address range");
        assertThatThrownBy(() -> create(r -> r.privateIpAddress("here")))
                .hasMessageStartingWith("InvalidParameterValue: Value (here)");
        assertThatThrownBy(() -> create(r -> r.ipv6AddressCount(1)))
                .hasMessage(
                        "UnsupportedOperation: The parameter ipv6AddressCount is not supported");
        assertThatThrownBy(() -> create(r -> r.secondaryPrivateIpAddressCount(1)))
                .hasMessageStartingWith("UnsupportedOperation");
        assertThatThrownBy(
                        () ->
                                create(
                                        r ->
                                                r.privateIpAddresses(
                                                        a -> a.privateIpAddress("172.31.0.9"))))
                .hasMessageStartingWith("UnsupportedOperation");
        assertThatThrownBy(() -> create(r -> r.interfaceType("efa")))
                .hasMessageStartingWith("UnsupportedOperation");
        assertThatThrownBy(() -> create(r -> r.groups("sg-00000000000000000")))
                .hasMessageStartingWith("InvalidGroup.NotFound");
        assertThatThrownBy(() -> create(r -> r.subnetId("subnet-00000000000000000")))
                .hasMessageStartingWith("InvalidSubnetID.NotFound");
        assertThat(desk.revision()).isEqualTo(revision);
        assertThat(desk.subnet()).isEqualTo(subnet);
    }

    @Test
    void aRequestThatComesAgainWithItsTokenIsAnsweredWithTheSameInterface() {
        NetworkInterface made = create(r -> r.clientToken("once").description("a"));
        assertThat(create(r -> r.clientToken("once").description("a"))).isEqualTo(made);
        assertThat(create(r -> r.clientToken("once-more")).networkInterfaceId())
                .isNotEqualTo(made.networkInterfaceId());
        assertThatThrownBy(() -> create(r -> r.clientToken("once").description("b")))
                .hasMessageStartingWith("IdempotentParameterMismatch");
        desk.ask(
                DeleteNetworkInterfaceRequest.builder()
                        .networkInterfaceId(made.networkInterfaceId())
                        .build());
        assertThat(create(r -> r.clientToken("once").description("b")).description())
                .isEqualTo("b");
    }

    @Test
    void itsGroupsAndDescriptionCanBeChangedAndAGroupItIsInStays() {
        String web = group("web");
        NetworkInterface made = create(r -> {});
        modify(made, r -> r.groups(web));
        modify(made, r -> r.description(d -> d.value("later")));
        modify(made, r -> r.sourceDestCheck(c -> c.value(true)));
        assertThat(described(made).groups())
                .extracting(GroupIdentifier::groupId)
                .containsExactly(web);
        assertThat(described(made).description()).isEqualTo("later");
        assertThatThrownBy(
                        () -> desk.ask(DeleteSecurityGroupRequest.builder().groupId(web).build()))
                .hasMessageStartingWith("DependencyViolation");
        assertThatThrownBy(() -> modify(made, r -> r.sourceDestCheck(c -> c.value(false))))
                .hasMessage("UnsupportedOperation: The parameter sourceDestCheck is not supported");
        assertThatThrownBy(() -> modify(made, r -> r.associatePublicIpAddress(true)))
                .hasMessageContaining("associatePublicIpAddress");
        assertThatThrownBy(() -> modify(made, r -> {}))
                .hasMessage("InvalidParameterCombination: No attributes specified.");
        assertThatThrownBy(() -> modify(made, r -> r.groups(web).description(d -> d.value("x"))))
                .hasMessageStartingWith("InvalidParameterCombination");
        desk.ask(
                ResetNetworkInterfaceAttributeRequest.builder()
                        .networkInterfaceId(made.networkInterfaceId())
                        .sourceDestCheck("true")
                        .build());
    }

    @Test
    void oneAttributeIsToldAtATime() {
        NetworkInterface made = create(r -> r.description("d"));
        assertThat(attribute(made, "description").description().value()).isEqualTo("d");
        assertThat(attribute(made, "groupSet").groups()).isEqualTo(made.groups());
        assertThat(attribute(made, "groupSet").description()).isNull();
        assertThat(attribute(made, "sourceDestCheck").sourceDestCheck().value()).isTrue();
        assertThat(attribute(made, "attachment").attachment()).isNull();
        assertThatThrownBy(() -> attribute(made, "colour"))
                .hasMessageStartingWith("InvalidParameterValue");
    }

    @Test
    void aTasksInterfaceIsNotTheUsersToTouchAndAnAttachedOneIsInUse() {
        String subnet = desk.subnet();
        String tasks = ofRoom(subnet, true);
        NetworkInterface shown = described(tasks);
        assertThat(shown.requesterManaged()).isTrue();
        String refusal =
                "OperationNotPermitted: You do not have permission to access the specified resource.";
        assertThatThrownBy(
                        () ->
                                desk.ask(
                                        DeleteNetworkInterfaceRequest.builder()
                                                .networkInterfaceId(tasks)
                                                .build()))
                .hasMessage(refusal);
        assertThatThrownBy(() -> modify(shown, r -> r.description(d -> d.value("mine"))))
                .hasMessage(refusal);
        assertThat(attribute(shown, "description").description().value()).isEqualTo("made here");
        String attached = ofRoom(subnet, false);
        desk.state.commit(
                tx -> {
                    interfaces.attach(tx, Ec2Desk.HOME, attached, Ec2Desk.NOW);
                    return 0;
                });
        assertThatThrownBy(
                        () ->
                                desk.ask(
                                        DeleteNetworkInterfaceRequest.builder()
                                                .networkInterfaceId(attached)
                                                .build()))
                .hasMessageStartingWith("InvalidNetworkInterface.InUse");
    }

    private String ofRoom(String subnet, boolean requesterManaged) {
        NetworkInterfaces.Wanted wanted =
                new NetworkInterfaces.Wanted(
                        subnet, List.of(), "made here", requesterManaged, false);
        return desk.state.commit(
                tx -> interfaces.create(tx, Ec2Desk.HOME, wanted, Ec2Desk.NOW).id());
    }

    private NetworkInterface create(Consumer<CreateNetworkInterfaceRequest.Builder> more) {
        CreateNetworkInterfaceRequest.Builder asked =
                CreateNetworkInterfaceRequest.builder().subnetId(desk.subnet());
        more.accept(asked);
        CreateNetworkInterfaceResponse made = desk.ask(asked.build());
        return made.networkInterface();
    }

    private void modify(
            NetworkInterface which, Consumer<ModifyNetworkInterfaceAttributeRequest.Builder> more) {
        ModifyNetworkInterfaceAttributeRequest.Builder asked =
                ModifyNetworkInterfaceAttributeRequest.builder()
                        .networkInterfaceId(which.networkInterfaceId());
        more.accept(asked);
        desk.ask(asked.build());
    }

    private NetworkInterface described(NetworkInterface which) {
        return described(which.networkInterfaceId());
    }

    private NetworkInterface described(String id) {
        DescribeNetworkInterfacesResponse found =
                desk.ask(
                        DescribeNetworkInterfacesRequest.builder().networkInterfaceIds(id).build());
        return found.networkInterfaces().getFirst();
    }

    private DescribeNetworkInterfaceAttributeResponse attribute(
            NetworkInterface which, String name) {
        return desk.ask(
                DescribeNetworkInterfaceAttributeRequest.builder()
                        .networkInterfaceId(which.networkInterfaceId())
                        .attribute(name)
                        .build());
    }

    private String group(String name) {
        CreateSecurityGroupResponse made =
                desk.ask(
                        CreateSecurityGroupRequest.builder()
                                .groupName(name)
                                .description("d")
                                .build());
        return made.groupId();
    }
}
