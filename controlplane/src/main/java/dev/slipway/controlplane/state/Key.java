package dev.slipway.controlplane.state;

import dev.slipway.controlplane.aws.Scope;

/**
 * Where a record is: account, region, and a name that is unique for the kind there. Keys order by
 * account, region, name, so that all of one scope, or all names with one prefix ({@code cluster/}),
 * lie side by side.
 */
public record Key(String account, String region, String name) implements Comparable<Key> {

    public static Key of(Scope scope, String name) {
        return new Key(scope.account(), scope.region(), name);
    }

    public Scope scope() {
        return new Scope(account, region);
    }

    @Override
    public int compareTo(Key other) {
        int byAccount = account.compareTo(other.account);
        if (byAccount != 0) {
            return byAccount;
        }
        int byRegion = region.compareTo(other.region);
        return byRegion != 0 ? byRegion : name.compareTo(other.name);
    }
}
