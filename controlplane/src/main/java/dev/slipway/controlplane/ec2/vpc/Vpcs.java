package dev.slipway.controlplane.ec2.vpc;

import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.Transaction;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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

    /**
     * @param network reads a scope whose default network exists
     */
    public static List<AwsOperation<?, ?>> operations(Function<Scope, Reader> network) {
        return List.of(
                new DescribeVpcs(network),
                new DescribeVpcAttribute(network),
                new DescribeAccountAttributes(network));
    }
}
