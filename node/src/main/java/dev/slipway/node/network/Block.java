package dev.slipway.node.network;

/**
 * An IPv4 block.
 *
 * @param address the network's address as a number, host bits zero
 * @param prefix 0 to 32
 */
record Block(int address, int prefix) {
    Block {
        if (prefix < 0 || prefix > 32) {
            throw new IllegalArgumentException("No IPv4 prefix length: " + prefix);
        }
        address &= mask(prefix);
    }

    /** Reads {@code 10.0.0.0/8}; a bare address is a /32. */
    static Block parse(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? new Block(addressOf(text), 32)
                : new Block(
                        addressOf(text.substring(0, slash)),
                        Integer.parseInt(text.substring(slash + 1)));
    }

    static int addressOf(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("No IPv4 address: " + text);
        }
        int address = 0;
        for (String part : parts) {
            int octet = Integer.parseInt(part);
            if (octet < 0 || octet > 255) {
                throw new IllegalArgumentException("No IPv4 address: " + text);
            }
            address = address << 8 | octet;
        }
        return address;
    }

    static String textOf(int address) {
        return (address >>> 24)
                + "."
                + (address >>> 16 & 255)
                + "."
                + (address >>> 8 & 255)
                + "."
                + (address & 255);
    }

    int mask() {
        return mask(prefix);
    }

    boolean contains(int other) {
        return (other & mask()) == address;
    }

    boolean overlaps(Block other) {
        return contains(other.address) || other.contains(address);
    }

    private static int mask(int prefix) {
        return prefix == 0 ? 0 : -1 << (32 - prefix);
    }

    @Override
    public String toString() {
        return textOf(address) + "/" + prefix;
    }
}
