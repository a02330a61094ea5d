package dev.slipway.controlplane.ec2.vpc;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.Transaction;
import java.util.function.BiPredicate;

/**
 * What other rooms keep of a VPC. They know VPCs; VPCs do not know them.
 *
 * @param furnish makes the default group and the main table
 * @param inUse whether more than these two is in a VPC
 * @param clear removes these two
 */
public record Contents(Furnish furnish, BiPredicate<Reader, Place> inUse, Clear clear) {

    /** A VPC of a scope. */
    public record Place(Scope scope, Vpc vpc) {}

    /** Gives the VPC with the ids of its default group and main table, which it has none of yet. */
    @FunctionalInterface
    public interface Furnish {
        Vpc furnish(Transaction tx, Place bare);
    }

    @FunctionalInterface
    public interface Clear {
        void clear(Transaction tx, Place place);
    }
}
