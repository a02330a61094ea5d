package dev.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;

/** The default network as EC2 describes it. */
final class SdkNetworkTest {
    @RegisterExtension static final SlipwayServer server = SlipwayServer.simulated();

    @Test
    void thereIsADefaultNetworkWithAPublicSubnetInEachZone() {
        Ec2Client ec2 = server.ec2();
        Vpc vpc = ec2.describeVpcs().vpcs().getFirst();
        assertThat(vpc.isDefault()).isTrue();
        assertThat(vpc.cidrBlock()).isEqualTo("172.31.0.0/16");
        List<Subnet> subnets =
                ec2.describeSubnets(
                                r ->
                                        r.filters(
                                                Filter.builder()
                                                        .name("vpc-id")
                                                        .values(vpc.vpcId())
                                                        .build()))
                        .subnets();
        assertThat(subnets).hasSize(3).allMatch(Subnet::mapPublicIpOnLaunch);
        assertThat(subnets)
                .extracting(Subnet::availabilityZone)
                .containsExactlyInAnyOrderElementsOf(
                        ec2.describeAvailabilityZones().availabilityZones().stream()
                                .map(AvailabilityZone::zoneName)
                                .toList());
        SecurityGroup group =
                ec2.describeSecurityGroups(r -> r.groupNames("default"))
                        .securityGroups()
                        .getFirst();
        assertThat(group.vpcId()).isEqualTo(vpc.vpcId());
        assertThat(ec2.describeNetworkInterfaces().networkInterfaces()).isEmpty();
    }

    @Test
    void aSubnetThatIsNotThereIsNotFound() {
        assertThatExceptionOfType(Ec2Exception.class)
                .isThrownBy(
                        () ->
                                server.ec2()
                                        .describeSubnets(
                                                r -> r.subnetIds("subnet-0123456789abcdef0")))
                .satisfies(
                        e ->
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo("InvalidSubnetID.NotFound"));
    }

    @Test
    void whatIsNotSupportedIsRefused() {
        assertThatExceptionOfType(Ec2Exception.class)
                .isThrownBy(() -> server.ec2().createVpc(r -> r.cidrBlock("10.0.0.0/16")))
                .satisfies(
                        e ->
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo("UnsupportedOperation"));
    }
}
