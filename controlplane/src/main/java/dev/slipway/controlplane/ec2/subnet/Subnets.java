package dev.slipway.controlplane.ec2.subnet;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.block.AddressBook;
import dev.slipway.controlplane.ec2.block.Ipv4Block;
import dev.slipway.controlplane.ec2.lookup.Ledger;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.ec2.routetable.RouteTables;
import dev.slipway.controlplane.ec2.vpc.Vpcs;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The room's front door. */
public final class Subnets {
    /** The book of a subnet's addresses, under the subnet's id. */
    public static final Kind<AddressBook> ADDRESSES =
            Kind.of("ec2-subnet-addresses", AddressBook.class);

    private Subnets() {}

    public static Optional<Subnet> find(Reader reader, Scope scope, String id) {
        return reader.find(Subnet.KIND, Key.of(scope, id));
    }

    /** Refuses with {@code InvalidSubnetID.NotFound}. */
    public static Subnet require(Reader reader, Scope scope, String id) {
        return find(reader, scope, id).orElseThrow(() -> ResourceType.SUBNET.notFound(id));
    }

    public static void put(Transaction tx, Scope scope, Subnet subnet) {
        Key key = Key.of(scope, subnet.id());
        if (tx.find(ADDRESSES, key).isEmpty()) {
            tx.put(ADDRESSES, key, AddressBook.ofSubnet(subnet.cidr()));
        }
        tx.put(Subnet.KIND, key, subnet);
    }

    /** Whether a VPC has a subnet. */
    public static boolean anyIn(Reader reader, Scope scope, String vpcId) {
        return inVpc(reader, scope, vpcId).findAny().isPresent();
    }

    static Stream<Subnet> inVpc(Reader reader, Scope scope, String vpcId) {
        return reader.list(Subnet.KIND, scope)
                .map(Entry::value)
                .filter(s -> s.vpcId().equals(vpcId));
    }

    /** Whether a route leads from the subnet to an internet gateway that is attached. */
    public static boolean isPublic(Reader reader, Scope scope, Subnet subnet) {
        return Vpcs.find(reader, scope, subnet.vpcId())
                .filter(
                        vpc ->
                                RouteTables.leadsToInternet(
                                        reader, scope, subnet.id(), vpc.mainRouteTableId()))
                .isPresent();
    }

    public static int freeAddresses(Reader reader, Scope scope, Subnet subnet) {
        return addresses(reader, scope, subnet.id()).free();
    }

    /** Refuses with {@code InsufficientFreeAddressesInSubnet}, before anything was written. */
    public static void requireFree(Reader reader, Scope scope, String subnetId) {
        if (addresses(reader, scope, subnetId).free() <= 0) {
            throw full();
        }
    }

    /** Takes an address of the subnet. */
    public static String take(Transaction tx, Scope scope, String subnetId) {
        AddressBook.Taking taking =
                addresses(tx, scope, subnetId).takeNext().orElseThrow(Subnets::full);
        tx.put(ADDRESSES, Key.of(scope, subnetId), taking.book());
        return taking.address();
    }

    /**
     * Takes one address of the subnet. Refuses with {@code InvalidParameterValue} one that is none
     * of its own or reserved, and with {@code InvalidIPAddress.InUse} one that is taken.
     */
    public static String take(Transaction tx, Scope scope, String subnetId, String address) {
        AddressBook book = addresses(tx, scope, subnetId);
        if (!Ipv4Block.of(book.cidr()).contains(address)) {
            throw AwsError.of(
                            "InvalidParameterValue",
                            "Address %s does not fall within the subnet's address range"
                                    .formatted(address))
                    .asException();
        }
        if (book.isReserved(address)) {
            throw AwsError.of(
                            "InvalidParameterValue",
                            "Address %s is in subnet's reserved address range".formatted(address))
                    .asException();
        }
        AddressBook.Taking taking =
                book.take(address)
                        .orElseThrow(
                                () ->
                                        AwsError.of(
                                                        "InvalidIPAddress.InUse",
                                                        "Address %s is in use.".formatted(address))
                                                .asException());
        tx.put(ADDRESSES, Key.of(scope, subnetId), taking.book());
        return taking.address();
    }

    /** Gives an address back. */
    public static void release(Transaction tx, Scope scope, String subnetId, String address) {
        Key key = Key.of(scope, subnetId);
        tx.find(ADDRESSES, key).ifPresent(b -> tx.put(ADDRESSES, key, b.release(address)));
    }

    /** What IAM is asked about an action on a subnet. */
    static Access access(String action, Reader reader, Scope scope, @Nullable String id) {
        return ResourceType.SUBNET.access(
                action, scope, id, known -> find(reader, scope, known).map(Subnet::tags));
    }

    /**
     * @param inUse whether an interface is in the subnet of a key; interfaces know subnets, subnets
     *     do not know them
     */
    public static List<AwsOperation<?, ?>> operations(
            Ledger ledger, BiPredicate<Reader, Key> inUse) {
        return List.of(
                new DescribeSubnets(ledger.network()),
                new CreateSubnet(ledger),
                new DeleteSubnet(ledger, inUse),
                new ModifySubnetAttribute(ledger));
    }

    private static AddressBook addresses(Reader reader, Scope scope, String subnetId) {
        return reader.find(ADDRESSES, Key.of(scope, subnetId))
                .orElseThrow(() -> ResourceType.SUBNET.notFound(subnetId));
    }

    private static AwsException full() {
        return AwsError.of(
                        "InsufficientFreeAddressesInSubnet",
                        "The specified subnet does not have enough free addresses to satisfy the request.")
                .asException();
    }
}
