package dev.slipway.controlplane.ec2.vpc;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.Ledger;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.Transaction;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The room's front door. */
public final class Vpcs {
    private Vpcs() {}

    public static Optional<Vpc> find(Reader reader, Scope scope, String id) {
        return reader.find(Vpc.KIND, Key.of(scope, id));
    }

    /** Refuses with {@code InvalidVpcID.NotFound}. */
    public static Vpc require(Reader reader, Scope scope, String id) {
        return find(reader, scope, id).orElseThrow(() -> ResourceType.VPC.notFound(id));
    }

    /** Empty when the scope's default VPC was deleted, or not made yet. */
    public static Optional<Vpc> findDefault(Reader reader, Scope scope) {
        return reader.list(Vpc.KIND, scope).map(Entry::value).filter(Vpc::isDefault).findFirst();
    }

    public static void put(Transaction tx, Scope scope, Vpc vpc) {
        tx.put(Vpc.KIND, Key.of(scope, vpc.id()), vpc);
    }

    /** What IAM is asked about an action on a VPC. */
    public static Access access(String action, Reader reader, Scope scope, @Nullable String id) {
        return ResourceType.VPC.access(
                action, scope, id, known -> find(reader, scope, known).map(Vpc::tags));
    }

    public static List<AwsOperation<?, ?>> operations(Ledger ledger, Contents contents) {
        return List.of(
                new DescribeVpcs(ledger.network()),
                new DescribeVpcAttribute(ledger.network()),
                new DescribeAccountAttributes(ledger.network()),
                new CreateVpc(ledger, contents),
                new DeleteVpc(ledger, contents),
                new ModifyVpcAttribute(ledger));
    }
}
