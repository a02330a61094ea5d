package dev.slipway.controlplane.placement;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;

/**
 * A node as it last told of itself.
 *
 * @param cpuUnits lent to tasks in all
 * @param memoryMib lent to tasks in all
 */
public record Machine(String id, int cpuUnits, int memoryMib) {

    public static final Kind<Machine> KIND = Kind.of("machine", Machine.class);

    /** Machines belong to no account. */
    public static final Scope NOBODY = new Scope("000000000000", "aws-global");

    public static Key keyOf(String id) {
        return Key.of(NOBODY, id);
    }
}
