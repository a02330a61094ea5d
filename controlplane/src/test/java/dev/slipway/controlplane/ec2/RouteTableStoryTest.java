package dev.slipway.controlplane.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.AssociateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.DeleteRouteRequest;
import software.amazon.awssdk.services.ec2.model.DeleteRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.DetachInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DisassociateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteTableAssociationRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteTableAssociationResponse;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;
import software.amazon.awssdk.services.ec2.model.Tag;

@SuppressWarnings("unchecked") // the model builders take consumers as variable arguments
class RouteTableStoryTest {
    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void aSubnetIsPublicByItsOwnTableAndPrivateByTheMainOne() {
        String vpc = desk.vpc("10.0.0.0/16").vpcId();
        String open = desk.subnet(vpc, "10.0.0.0/24").subnetId();
        String closed = desk.subnet(vpc, "10.0.1.0/24").subnetId();
        String table = desk.table(vpc);
        desk.route(table, desk.gatewayAt(vpc));
        assertThat(isPublic(open)).isFalse();
        String association = desk.associate(table, open);
        assertThat(association).matches("rtbassoc-[0-9a-f]{17}");
        assertThat(desk.associate(table, open)).isEqualTo(association);
        assertThat(isPublic(open)).isTrue();
        assertThat(isPublic(closed)).isFalse();
        assertThat(desk.tables(Desk.filter("association.subnet-id", open)))
                .singleElement()
                .satisfies(t -> assertThat(t.routeTableId()).isEqualTo(table));
        assertThat(table(table).associations())
                .singleElement()
                .satisfies(
                        a -> {
                            assertThat(a.main()).isFalse();
                            assertThat(a.subnetId()).isEqualTo(open);
                            assertThat(a.associationState().stateAsString())
                                    .isEqualTo("associated");
                        });
        refuses(
                DeleteRouteTableRequest.builder().routeTableId(table).build(),
                "DependencyViolation: The routeTable '"
                        + table
                        + "' has dependencies and cannot be deleted.");
        desk.ask(DisassociateRouteTableRequest.builder().associationId(association).build());
        assertThat(isPublic(open)).isFalse();
        desk.ask(DeleteRouteTableRequest.builder().routeTableId(table).build());
        assertThat(desk.tables(Desk.filter("vpc-id", vpc))).hasSize(1);
    }

    @Test
    void aTableIsMadeWithTheLocalRouteAndItsTags() {
        String vpc = desk.vpc("10.0.0.0/16").vpcId();
        RouteTable made =
                desk.<CreateRouteTableResponse>ask(
                                CreateRouteTableRequest.builder()
                                        .vpcId(vpc)
                                        .tagSpecifications(
                                                t ->
                                                        t.resourceType("route-table")
                                                                .tags(
                                                                        Tag.builder()
                                                                                .key("k")
                                                                                .value("v")
                                                                                .build()))
                                        .build())
                        .routeTable();
        assertThat(made.associations()).isEmpty();
        assertThat(made.routes()).extracting(Route::gatewayId).containsExactly("local");
        assertThat(made.tags()).extracting(Tag::value).containsExactly("v");
        assertThat(table(made.routeTableId())).isEqualTo(made);
        refuses(
                CreateRouteTableRequest.builder().vpcId("vpc-12345678").build(),
                "InvalidVpcID.NotFound: The vpc ID 'vpc-12345678' does not exist");
    }

    @Test
    void aRequestThatComesTwiceMakesOneTable() {
        String vpc = desk.vpc("10.0.0.0/16").vpcId();
        CreateRouteTableRequest asked =
                CreateRouteTableRequest.builder().vpcId(vpc).clientToken("t").build();
        CreateRouteTableResponse made = desk.ask(asked);
        assertThat(made.clientToken()).isEqualTo("t");
        assertThat(desk.<CreateRouteTableResponse>ask(asked)).isEqualTo(made);
        assertThat(desk.tables(Desk.filter("vpc-id", vpc))).hasSize(2);
        refuses(
                asked.toBuilder().vpcId(desk.defaultVpc().vpcId()).build(),
                "IdempotentParameterMismatch: The client token t was used for another request.");
        refuses(
                asked.toBuilder().clientToken("t".repeat(65)).build(),
                "InvalidParameterValue: The value for parameter clientToken is invalid. It can have at"
                        + " most 64 characters.");
        String id = made.routeTable().routeTableId();
        desk.ask(DeleteRouteTableRequest.builder().routeTableId(id).build());
        assertThat(desk.<CreateRouteTableResponse>ask(asked).routeTable().routeTableId())
                .isNotEqualTo(id);
    }

    @Test
    void associationsAreRefusedWhereTheyCannotBe() {
        String vpc = desk.vpc("10.0.0.0/16").vpcId();
        String subnet = desk.subnet(vpc, "10.0.0.0/24").subnetId();
        String table = desk.table(vpc);
        String second = desk.table(vpc);
        String foreign = desk.table(desk.vpc("10.1.0.0/16").vpcId());
        String association = desk.associate(table, subnet);
        long revision = desk.revision();
        assertThatThrownBy(() -> desk.associate(second, subnet))
                .hasMessage(
                        "Resource.AlreadyAssociated: the specified association for route table "
                                + second
                                + " conflicts with an existing association");
        assertThatThrownBy(() -> desk.associate(foreign, subnet))
                .hasMessage(
                        "InvalidParameterValue: route table "
                                + foreign
                                + " and subnet "
                                + subnet
                                + " belong to different networks");
        assertThatThrownBy(() -> desk.associate(table, "subnet-12345678"))
                .hasMessageStartingWith("InvalidSubnetID.NotFound");
        assertThatThrownBy(() -> desk.associate("rtb-12345678", subnet))
                .hasMessageStartingWith("InvalidRouteTableID.NotFound");
        assertThatThrownBy(() -> desk.associate("rtb-1", subnet))
                .hasMessageStartingWith("InvalidRouteTableId.Malformed");
        refuses(
                AssociateRouteTableRequest.builder()
                        .routeTableId(table)
                        .gatewayId("igw-12345678")
                        .build(),
                "UnsupportedOperation: The parameter GatewayId is not supported yet.");
        refuses(
                replaceAssociation(association, foreign),
                "InvalidParameterValue: route table "
                        + foreign
                        + " and association "
                        + association
                        + " belong to different networks");
        refuses(
                DisassociateRouteTableRequest.builder().associationId("rtbassoc-12345678").build(),
                "InvalidAssociationID.NotFound: The association ID 'rtbassoc-12345678' does not exist");
        String main = desk.mainTable(vpc).associations().getFirst().routeTableAssociationId();
        refuses(
                DisassociateRouteTableRequest.builder().associationId(main).build(),
                "InvalidParameterValue: cannot disassociate the main route table association "
                        + main);
        assertThat(desk.revision()).isEqualTo(revision);
    }

    @Test
    void aSubnetCanChangeItsTableInOneStep() {
        String vpc = desk.vpc("10.0.0.0/16").vpcId();
        String subnet = desk.subnet(vpc, "10.0.0.0/24").subnetId();
        String table = desk.table(vpc);
        desk.route(table, desk.gatewayAt(vpc));
        String first = desk.associate(desk.table(vpc), subnet);
        assertThat(isPublic(subnet)).isFalse();
        ReplaceRouteTableAssociationResponse replaced = desk.ask(replaceAssociation(first, table));
        assertThat(replaced.newAssociationId()).isNotEqualTo(first);
        assertThat(isPublic(subnet)).isTrue();
        refuses(
                replaceAssociation(first, table),
                "InvalidAssociationID.NotFound: The association ID '" + first + "' does not exist");
    }

    @Test
    void anotherTableBecomesTheMainOneAndTheOldOneAnOrdinaryOne() {
        String vpc = desk.vpc("10.0.0.0/16").vpcId();
        String subnet = desk.subnet(vpc, "10.0.0.0/24").subnetId();
        RouteTable before = desk.mainTable(vpc);
        String table = desk.table(vpc);
        desk.route(table, desk.gatewayAt(vpc));
        String association = before.associations().getFirst().routeTableAssociationId();
        ReplaceRouteTableAssociationResponse replaced =
                desk.ask(replaceAssociation(association, table));
        assertThat(desk.mainTable(vpc).routeTableId()).isEqualTo(table);
        assertThat(desk.mainTable(vpc).associations())
                .extracting(RouteTableAssociation::routeTableAssociationId)
                .containsExactly(replaced.newAssociationId());
        assertThat(table(before.routeTableId()).associations()).isEmpty();
        assertThat(isPublic(subnet)).isTrue();
        refuses(
                DeleteRouteTableRequest.builder().routeTableId(table).build(),
                "DependencyViolation: The routeTable '"
                        + table
                        + "' has dependencies and cannot be deleted.");
        desk.ask(DeleteRouteTableRequest.builder().routeTableId(before.routeTableId()).build());
        desk.ask(replaceAssociation(replaced.newAssociationId(), table));
        assertThat(desk.mainTable(vpc).routeTableId()).isEqualTo(table);
    }

    @Test
    void aRouteToAGatewayIsMadeReplacedAndDeleted() {
        String vpc = desk.vpc("10.0.0.0/16").vpcId();
        String subnet = desk.subnet(vpc, "10.0.0.0/24").subnetId();
        String table = desk.mainTable(vpc).routeTableId();
        String first = desk.gatewayAt(vpc);
        desk.route(table, first);
        assertThat(isPublic(subnet)).isTrue();
        assertThatThrownBy(() -> desk.route(table, first))
                .hasMessage(
                        "RouteAlreadyExists: The route identified by 0.0.0.0/0 already exists.");
        desk.ask(
                DetachInternetGatewayRequest.builder().internetGatewayId(first).vpcId(vpc).build());
        String second = desk.gatewayAt(vpc);
        assertThat(isPublic(subnet)).isFalse();
        desk.ask(replace(table, "0.0.0.0/0", second));
        assertThat(isPublic(subnet)).isTrue();
        assertThat(table(table).routes())
                .extracting(Route::gatewayId)
                .containsExactly("local", second);
        desk.ask(delete(table, "0.0.0.0/0"));
        assertThat(isPublic(subnet)).isFalse();
        refuses(
                delete(table, "0.0.0.0/0"),
                "InvalidRoute.NotFound: no route with destination-cidr-block 0.0.0.0/0 in route table "
                        + table);
        refuses(
                replace(table, "0.0.0.0/0", second),
                "InvalidParameterValue: There is no route defined for '0.0.0.0/0' in the route table."
                        + " Use CreateRoute instead.");
    }

    @Test
    void theLocalRouteStaysAndOtherRoutesAreNotThereYet() {
        String vpc = desk.vpc("10.0.0.0/16").vpcId();
        String table = desk.mainTable(vpc).routeTableId();
        String gateway = desk.gatewayAt(vpc);
        String elsewhere = desk.gatewayAt(desk.vpc("10.1.0.0/16").vpcId());
        long revision = desk.revision();
        refuses(
                delete(table, "10.0.0.0/16"),
                "InvalidParameterValue: cannot remove local route 10.0.0.0/16 in route table "
                        + table);
        refuses(
                replace(table, "10.0.0.0/16", gateway),
                "InvalidParameterValue: cannot replace local route 10.0.0.0/16 in route table "
                        + table);
        refuses(
                create(table, "10.0.3.0/24", gateway),
                "InvalidParameterValue: The destination CIDR block 10.0.3.0/24 is equal to or more"
                        + " specific than one of this VPC's CIDR blocks. This route can target only an"
                        + " interface or an instance.");
        refuses(
                create(table, "10.9.0.0/16", gateway),
                "UnsupportedOperation: A route to 10.9.0.0/16 is not supported yet.");
        refuses(
                create(table, "everywhere", gateway),
                "InvalidParameterValue: Value (everywhere) for parameter destinationCidrBlock is"
                        + " invalid. This is not a valid CIDR block.");
        refuses(
                create(table, "0.0.0.0/0", "igw-12345678"),
                "InvalidGatewayID.NotFound: The gateway ID 'igw-12345678' does not exist");
        refuses(
                create(table, "0.0.0.0/0", elsewhere),
                "InvalidParameterValue: route table "
                        + table
                        + " and network gateway "
                        + elsewhere
                        + " belong to different networks");
        refuses(
                create("rtb-12345678", "0.0.0.0/0", gateway),
                "InvalidRouteTableID.NotFound: The routeTable ID 'rtb-12345678' does not exist");
        refuses(
                CreateRouteRequest.builder()
                        .routeTableId(table)
                        .destinationCidrBlock("0.0.0.0/0")
                        .build(),
                "MissingParameter: The request must contain the parameter gatewayId");
        refuses(
                CreateRouteRequest.builder()
                        .routeTableId(table)
                        .destinationCidrBlock("0.0.0.0/0")
                        .natGatewayId("nat-12345678")
                        .build(),
                "UnsupportedOperation: The parameter NatGatewayId is not supported yet.");
        refuses(
                CreateRouteRequest.builder()
                        .routeTableId(table)
                        .destinationIpv6CidrBlock("::/0")
                        .gatewayId(gateway)
                        .build(),
                "UnsupportedOperation: The parameter DestinationIpv6CidrBlock is not supported yet.");
        assertThat(desk.revision()).isEqualTo(revision);
    }

    /** As an interface sees it: it gets a public address only in a public subnet. */
    private boolean isPublic(String subnet) {
        var made = desk.standIn(subnet, true);
        desk.leave(made);
        return !made.publicAddress().isEmpty();
    }

    private RouteTable table(String id) {
        return desk.tables(Desk.filter("route-table-id", id)).getFirst();
    }

    private static CreateRouteRequest create(String table, String cidr, String gateway) {
        return CreateRouteRequest.builder()
                .routeTableId(table)
                .destinationCidrBlock(cidr)
                .gatewayId(gateway)
                .build();
    }

    private static ReplaceRouteRequest replace(String table, String cidr, String gateway) {
        return ReplaceRouteRequest.builder()
                .routeTableId(table)
                .destinationCidrBlock(cidr)
                .gatewayId(gateway)
                .build();
    }

    private static DeleteRouteRequest delete(String table, String cidr) {
        return DeleteRouteRequest.builder().routeTableId(table).destinationCidrBlock(cidr).build();
    }

    private static ReplaceRouteTableAssociationRequest replaceAssociation(
            String association, String table) {
        return ReplaceRouteTableAssociationRequest.builder()
                .associationId(association)
                .routeTableId(table)
                .build();
    }

    private void refuses(SdkPojo input, String message) {
        assertThatThrownBy(() -> desk.ask(input)).hasMessage(message);
    }
}
