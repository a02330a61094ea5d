package dev.slipway.controlplane.ec2.block;

import java.util.Base64;
import java.util.BitSet;
import java.util.Optional;

/**
 * Which addresses of a block are taken.
 *
 * @param cidr the block, at most 65,536 addresses
 * @param reservedLow how many addresses at its start are given to nobody
 * @param reservedHigh how many at its end
 * @param taken one bit per address from the block's first, little-endian, as Base64
 * @param count of the taken addresses
 * @param next the offset at which a rotating search starts: after the address given last, so that
 *     an address that was just released rests as long as possible
 */
public record AddressBook(
        String cidr, int reservedLow, int reservedHigh, String taken, int count, int next) {

    /** Of a subnet: AWS keeps the network, router, name server and future address, and the last. */
    public static AddressBook ofSubnet(String cidr) {
        return new AddressBook(cidr, 4, 1, "", 0, 4);
    }

    /** Of a pool in which the first and the last address are left out, as many tools expect. */
    public static AddressBook ofPool(String cidr) {
        return Ipv4Block.of(cidr).size() > 2
                ? new AddressBook(cidr, 1, 1, "", 0, 1)
                : new AddressBook(cidr, 0, 0, "", 0, 0);
    }

    /** An address, and the book in which it is taken. */
    public record Taking(String address, AddressBook book) {}

    public int capacity() {
        return (int) Math.max(0, Ipv4Block.of(cidr).size() - reservedLow - reservedHigh);
    }

    public int free() {
        return capacity() - count;
    }

    /** The first free address after the one taken last, round and round; empty when none is. */
    public Optional<Taking> takeNext() {
        return take(next);
    }

    /** The lowest free address. */
    public Optional<Taking> takeLowest() {
        return take(reservedLow);
    }

    /** One address of the block; empty when it is taken or reserved. */
    public Optional<Taking> take(String address) {
        BitSet bits = bits();
        int offset = Ipv4Block.of(cidr).offset(address);
        if (isReserved(address) || bits.get(offset)) {
            return Optional.empty();
        }
        bits.set(offset);
        return Optional.of(new Taking(address, with(bits, count + 1, next)));
    }

    /** Whether an address of the block is given to nobody. */
    public boolean isReserved(String address) {
        Ipv4Block block = Ipv4Block.of(cidr);
        int offset = block.offset(address);
        return offset < reservedLow || offset >= block.size() - reservedHigh;
    }

    private Optional<Taking> take(int from) {
        if (free() <= 0) {
            return Optional.empty();
        }
        Ipv4Block block = Ipv4Block.of(cidr);
        int end = (int) block.size() - reservedHigh;
        BitSet bits = bits();
        int offset = bits.nextClearBit(from);
        if (offset >= end) {
            offset = bits.nextClearBit(reservedLow);
        }
        bits.set(offset);
        int following = offset + 1 >= end ? reservedLow : offset + 1;
        return Optional.of(new Taking(block.address(offset), with(bits, count + 1, following)));
    }

    /** Gives an address back; the same book when it was not taken. */
    public AddressBook release(String address) {
        Ipv4Block block = Ipv4Block.of(cidr);
        if (!block.contains(address)) {
            return this;
        }
        BitSet bits = bits();
        int offset = block.offset(address);
        if (!bits.get(offset)) {
            return this;
        }
        bits.clear(offset);
        return with(bits, count - 1, next);
    }

    public boolean isTaken(String address) {
        Ipv4Block block = Ipv4Block.of(cidr);
        return block.contains(address) && bits().get(block.offset(address));
    }

    private BitSet bits() {
        return BitSet.valueOf(Base64.getDecoder().decode(taken));
    }

    private AddressBook with(BitSet bits, int nowTaken, int following) {
        String text = Base64.getEncoder().encodeToString(bits.toByteArray());
        return new AddressBook(cidr, reservedLow, reservedHigh, text, nowTaken, following);
    }
}
