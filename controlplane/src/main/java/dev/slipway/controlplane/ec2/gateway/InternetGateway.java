package dev.slipway.controlplane.ec2.gateway;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.Transaction;
import java.util.SortedMap;

/**
 * @param id {@code igw-...}
 * @param owner the account
 * @param vpcId to which it is attached; empty when to none
 */
public record InternetGateway(
        String id, String owner, String vpcId, SortedMap<String, String> tags) {
    public static final Kind<InternetGateway> KIND =
            Kind.of("ec2-internet-gateway", InternetGateway.class);

    public boolean isAttached() {
        return !vpcId.isEmpty();
    }

    public InternetGateway withTags(SortedMap<String, String> others) {
        return new InternetGateway(id, owner, vpcId, others);
    }

    InternetGateway at(String otherVpcId) {
        return new InternetGateway(id, owner, otherVpcId, tags);
    }

    public void put(Transaction tx, Scope scope) {
        tx.put(KIND, Key.of(scope, id), this);
    }
}
