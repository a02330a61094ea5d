package dev.slipway.controlplane.ec2.routetable;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.Transaction;
import java.util.List;
import java.util.SortedMap;

/**
 * What a client token made, kept under the token as long as the table is there: the same request
 * again makes no second table. SDKs send one with each request.
 *
 * @param tags as they were asked for
 */
public record CreationToken(String tableId, String vpcId, SortedMap<String, String> tags) {
    public static final Kind<CreationToken> KIND =
            Kind.of("ec2-route-table-token", CreationToken.class);

    boolean asksFor(String otherVpcId, SortedMap<String, String> otherTags) {
        return vpcId.equals(otherVpcId) && tags.equals(otherTags);
    }

    static void forget(Transaction tx, Scope scope, String tableId) {
        List<Key> keys =
                tx.list(KIND, scope)
                        .filter(e -> e.value().tableId().equals(tableId))
                        .map(Entry::key)
                        .toList();
        keys.forEach(key -> tx.delete(KIND, key));
    }
}
