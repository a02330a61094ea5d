package dev.slipway.controlplane.ec2.routetable;

import dev.slipway.controlplane.state.Kind;

/**
 * That a subnet uses a table of its own choice and not just its VPC's main one. Kept under the
 * subnet's id: it can have one.
 *
 * @param id {@code rtbassoc-...}
 */
public record SubnetAssociation(String id, String subnetId, String tableId) {
    public static final Kind<SubnetAssociation> KIND =
            Kind.of("ec2-route-table-association", SubnetAssociation.class);
}
