package dev.slipway.nodelink;

import java.util.List;

/**
 * A VPC: one network namespace on the node, acting as its router.
 *
 * @param id {@code vpc-...}
 * @param cidrs IPv4 blocks, the primary one first
 */
public record VpcPlan(String id, List<String> cidrs) {
    public VpcPlan {
        cidrs = List.copyOf(cidrs);
    }
}
