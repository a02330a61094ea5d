package dev.slipway.controlplane.ec2.address;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ec2.block.AddressBook;
import dev.slipway.controlplane.ec2.block.Ipv4Block;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;

/** The room's front door: the server's pool. */
public final class PublicAddresses {
    /** A book for each pool that was ever configured, by its block. */
    public static final Kind<AddressBook> POOLS =
            Kind.of("ec2-public-addresses", AddressBook.class);

    private static final Scope EVERYWHERE = new Scope("000000000000", "aws-global");

    private final String pool;

    /**
     * @param pool a block of at most 65,536 addresses, such as 198.18.0.0/24; its first and last
     *     address are not used
     */
    public PublicAddresses(String pool) {
        Ipv4Block block = Ipv4Block.of(pool);
        if (block.prefix() < 16) {
            throw new IllegalArgumentException(
                    "a public pool has at most 65,536 addresses (/16): " + pool);
        }
        this.pool = block.toString();
    }

    public int free(Reader reader) {
        return book(reader).free();
    }

    /** Refuses with {@code InsufficientAddressCapacity}, before anything was written. */
    public void requireFree(Reader reader) {
        if (free(reader) <= 0) {
            throw exhausted();
        }
    }

    /** The lowest free address. */
    public String take(Transaction tx) {
        AddressBook.Taking taking = book(tx).takeLowest().orElseThrow(PublicAddresses::exhausted);
        tx.put(POOLS, key(pool), taking.book());
        return taking.address();
    }

    /** Gives an address back, to the pool that it came from. */
    public void release(Transaction tx, String address) {
        for (Entry<AddressBook> entry : tx.list(POOLS, EVERYWHERE).toList()) {
            if (entry.value().isTaken(address)) {
                tx.put(POOLS, entry.key(), entry.value().release(address));
            }
        }
    }

    private AddressBook book(Reader reader) {
        return reader.find(POOLS, key(pool)).orElseGet(() -> AddressBook.ofPool(pool));
    }

    private static Key key(String pool) {
        return Key.of(EVERYWHERE, pool);
    }

    private static AwsException exhausted() {
        return AwsError.of(
                        "InsufficientAddressCapacity",
                        500,
                        "Not enough available addresses to satisfy your minimum request.")
                .asException();
    }
}
