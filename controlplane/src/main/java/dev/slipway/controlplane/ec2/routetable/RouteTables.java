package dev.slipway.controlplane.ec2.routetable;

import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.Transaction;
import java.util.List;
import java.util.function.Function;

/** The room's front door. */
public final class RouteTables {
    private RouteTables() {}

    public static void put(Transaction tx, Scope scope, RouteTable table) {
        tx.put(RouteTable.KIND, Key.of(scope, table.id()), table);
    }

    public static boolean leadsToInternet(Reader reader, Scope scope, String tableId) {
        return reader.find(RouteTable.KIND, Key.of(scope, tableId))
                .filter(RouteTable::leadsToInternet)
                .isPresent();
    }

    /**
     * @param network reads a scope whose default network exists
     */
    public static List<AwsOperation<?, ?>> operations(Function<Scope, Reader> network) {
        return List.of(new DescribeRouteTables(network));
    }
}
