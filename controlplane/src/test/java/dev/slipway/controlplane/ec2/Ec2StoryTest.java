package dev.slipway.controlplane.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.api.AwsService;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.address.PublicAddresses;
import dev.slipway.controlplane.ec2.networkinterface.NetworkInterface;
import dev.slipway.controlplane.ec2.networkinterface.NetworkInterfaces;
import dev.slipway.controlplane.ec2.subnet.Subnets;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.AwsException;
import dev.slipway.wire.Call;
import dev.slipway.wire.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Subnet;

class Ec2StoryTest {
    private static final Scope HOME = new Scope("123456789012", "us-east-1");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final State state = State.inMemory(Ec2.kinds());
    private final DefaultNetwork defaults = new DefaultNetwork(state, new Random(1));
    private final AwsService service = Ec2.service(defaults);
    private final NetworkInterfaces interfaces =
            new NetworkInterfaces(new PublicAddresses("198.18.0.0/29"), new Random(2));

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void anAccountFindsItsDefaultNetworkOnFirstLookAndTheSameOneEverAfter() {
        DescribeVpcsResponse vpcs = ask(DescribeVpcsRequest.builder().build());
        assertThat(vpcs.vpcs()).hasSize(1);
        assertThat(vpcs.vpcs().getFirst().cidrBlock()).isEqualTo("172.31.0.0/16");
        assertThat(vpcs.vpcs().getFirst().isDefault()).isTrue();
        assertThat(vpcs.vpcs().getFirst().vpcId()).matches("vpc-[0-9a-f]{17}");
        assertThat(this.<DescribeVpcsResponse>ask(DescribeVpcsRequest.builder().build()))
                .isEqualTo(vpcs);
        assertThat(subnets())
                .extracting(Subnet::availabilityZone, Subnet::availableIpAddressCount)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("us-east-1a", 4091),
                        org.assertj.core.groups.Tuple.tuple("us-east-1b", 4091),
                        org.assertj.core.groups.Tuple.tuple("us-east-1c", 4091));
        DescribeSecurityGroupsResponse groups =
                ask(DescribeSecurityGroupsRequest.builder().build());
        assertThat(groups.securityGroups().getFirst().ipPermissions().getFirst().ipProtocol())
                .isEqualTo("-1");
    }

    @Test
    void filtersTakeWildcardsAndTheirNamesAreChecked() {
        assertThat(subnets(filter("availability-zone", "us-east-1?"))).hasSize(3);
        assertThat(subnets(filter("availability-zone", "*1b", "nowhere"))).hasSize(1);
        assertThat(subnets(filter("cidr-block", "172.31.?.0/20"), filter("state", "available")))
                .hasSize(1);
        assertThat(subnets(filter("tag:Name", "*"))).isEmpty();
        assertThatThrownBy(() -> subnets(filter("colour", "red")))
                .isInstanceOf(AwsException.class)
                .hasMessage("InvalidParameterValue: The filter 'colour' is invalid");
    }

    @Test
    void anIdThatIsMalformedOrNotThereRefusesTheCall() {
        assertThatThrownBy(() -> ask(DescribeVpcsRequest.builder().vpcIds("vpc-x").build()))
                .hasMessage(
                        "InvalidVpcID.Malformed: Invalid id: \"vpc-x\" (expecting \"vpc-...\")");
        assertThatThrownBy(
                        () ->
                                ask(
                                        DescribeSubnetsRequest.builder()
                                                .subnetIds("subnet-12345678")
                                                .build()))
                .hasMessage(
                        "InvalidSubnetID.NotFound: The subnet ID 'subnet-12345678' does not exist");
        assertThatThrownBy(() -> ask(DescribeSubnetsRequest.builder().maxResults(4).build()))
                .hasMessageContaining("InvalidParameterValue: Value ( 4 )");
    }

    @Test
    void pagesShowEveryInterfaceOnceAndATokenOfAnotherListingIsRefused() {
        String subnet = subnets().getFirst().subnetId();
        TreeSet<String> made = new TreeSet<>();
        for (int i = 0; i < 13; i++) {
            made.add(create(subnet, false).id());
        }
        List<String> seen = new ArrayList<>();
        String token = null;
        do {
            DescribeNetworkInterfacesResponse page =
                    ask(
                            DescribeNetworkInterfacesRequest.builder()
                                    .maxResults(5)
                                    .nextToken(token)
                                    .build());
            assertThat(page.networkInterfaces()).hasSizeLessThanOrEqualTo(5);
            page.networkInterfaces().forEach(i -> seen.add(i.networkInterfaceId()));
            token = page.nextToken();
        } while (token != null);
        assertThat(seen).containsExactlyElementsOf(made);
        assertThatThrownBy(
                        () -> ask(DescribeVpcsRequest.builder().nextToken("bm9uc2Vuc2U").build()))
                .hasMessageStartingWith("InvalidNextToken");
    }

    @Test
    void anInterfaceHasAnAddressOfItsSubnetAndGivesItBack() {
        String subnet = subnets().getFirst().subnetId();
        NetworkInterface made = create(subnet, true);
        assertThat(made.publicAddress()).isEqualTo("198.18.0.1");
        assertThat(made.macAddress()).matches("0a(:[0-9a-f]{2}){5}");
        assertThat(made.privateDnsName("us-east-1"))
                .isEqualTo("ip-" + made.privateAddress().replace('.', '-') + ".ec2.internal");
        assertThat(
                        Subnets.freeAddresses(
                                state.read(), HOME, Subnets.require(state.read(), HOME, subnet)))
                .isEqualTo(4090);
        state.commit(
                tx -> {
                    interfaces.delete(tx, HOME, made.id());
                    interfaces.delete(tx, HOME, made.id());
                    return 0;
                });
        assertThat(NetworkInterfaces.find(state.read(), HOME, made.id())).isEmpty();
        assertThat(create(subnet, true).publicAddress()).isEqualTo("198.18.0.1");
    }

    @Test
    void whatCannotBeMadeIsRefusedBeforeAnythingIsWritten() {
        String subnet = subnets().getFirst().subnetId();
        for (int i = 0; i < 6; i++) {
            create(subnet, true);
        }
        long revision = state.read().revision();
        assertThatThrownBy(() -> create(subnet, true))
                .hasMessageStartingWith("InsufficientAddressCapacity");
        assertThatThrownBy(() -> create("subnet-00000000000000000", false))
                .hasMessageStartingWith("InvalidSubnetID.NotFound");
        NetworkInterfaces.Wanted unknownGroup =
                new NetworkInterfaces.Wanted(
                        subnet, List.of("sg-00000000000000000"), "", true, false);
        assertThatThrownBy(() -> state.commit(tx -> interfaces.create(tx, HOME, unknownGroup, NOW)))
                .hasMessage(
                        "InvalidGroup.NotFound: The security group 'sg-00000000000000000' does not exist");
        assertThat(state.read().revision()).isEqualTo(revision);
    }

    private NetworkInterface create(String subnet, boolean publicAddress) {
        NetworkInterfaces.Wanted wanted =
                new NetworkInterfaces.Wanted(
                        subnet,
                        List.of(),
                        "arn:aws:ecs:us-east-1:123456789012:attachment/x",
                        true,
                        publicAddress);
        return state.commit(tx -> interfaces.create(tx, HOME, wanted, NOW));
    }

    private List<Subnet> subnets(Filter... filters) {
        return this.<DescribeSubnetsResponse>ask(
                        DescribeSubnetsRequest.builder().filters(filters).build())
                .subnets();
    }

    private static Filter filter(String name, String... values) {
        return Filter.builder().name(name).values(values).build();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private <O> O ask(SdkPojo input) {
        String name = input.getClass().getSimpleName().replace("Request", "");
        AwsOperation<SdkPojo, SdkPojo> operation =
                (AwsOperation<SdkPojo, SdkPojo>)
                        service.operations().stream()
                                .filter(o -> o.name().equals(name))
                                .findFirst()
                                .orElseThrow();
        Caller root =
                new Caller(
                        HOME.account(), "arn:aws:iam::123456789012:root", HOME.account(), "AKIA");
        return (O)
                operation.answer(
                        new Call("r", "ec2", name, root, HOME.region(), NOW, "127.0.0.1", ""),
                        input);
    }
}
