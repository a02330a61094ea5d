package dev.slipway.controlplane.ec2.routetable;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.lookup.ResourceType;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Reader;
import java.util.Optional;

/**
 * An association that an input names: with a subnet, or that of a VPC's main table.
 *
 * @param subnetId empty for that of a main table
 */
record Named(String associationId, String tableId, String subnetId) {

    static Optional<Named> find(Reader reader, Scope scope, String associationId) {
        return RouteTables.associations(reader, scope)
                .filter(a -> a.id().equals(associationId))
                .map(a -> new Named(a.id(), a.tableId(), a.subnetId()))
                .findFirst()
                .or(() -> ofMain(reader, scope, associationId));
    }

    private static Optional<Named> ofMain(Reader reader, Scope scope, String associationId) {
        return reader.list(RouteTable.KIND, scope)
                .map(Entry::value)
                .filter(t -> t.isMain() && t.mainAssociationId().equals(associationId))
                .map(t -> new Named(associationId, t.id(), ""))
                .findFirst();
    }

    /** Refuses with {@code InvalidAssociationID.NotFound}. */
    static Named require(Reader reader, Scope scope, String associationId) {
        return find(reader, scope, associationId)
                .orElseThrow(() -> ResourceType.ROUTE_TABLE_ASSOCIATION.notFound(associationId));
    }

    boolean isMain() {
        return subnetId.isEmpty();
    }
}
