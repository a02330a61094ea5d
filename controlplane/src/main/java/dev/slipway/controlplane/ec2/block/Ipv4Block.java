package dev.slipway.controlplane.ec2.block;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A run of addresses such as 172.31.0.0/20.
 *
 * @param first the network address as an unsigned number; its host bits are 0
 * @param prefix 0 to 32
 */
public record Ipv4Block(long first, int prefix) {
    private static final Pattern ADDRESS =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");

    public Ipv4Block {
        if (prefix < 0 || prefix > 32 || first < 0 || first > 0xffffffffL) {
            throw new IllegalArgumentException(first + "/" + prefix + " is not an IPv4 block");
        }
        if ((first & ((1L << (32 - prefix)) - 1)) != 0) {
            throw new IllegalArgumentException(text(first) + "/" + prefix + " has host bits");
        }
    }

    /** Throws {@link IllegalArgumentException} when the text is not a block. */
    public static Ipv4Block of(String text) {
        int slash = text.indexOf('/');
        Optional<Long> first = slash < 0 ? Optional.empty() : number(text.substring(0, slash));
        if (first.isEmpty() || !text.substring(slash + 1).matches("\\d{1,2}")) {
            throw new IllegalArgumentException("not an IPv4 block: " + text);
        }
        return new Ipv4Block(first.get(), Integer.parseInt(text.substring(slash + 1)));
    }

    /**
     * The block around an address: its host bits are dropped. Throws {@link
     * IllegalArgumentException} when the text is not an address and a prefix.
     */
    public static Ipv4Block around(String text) {
        int slash = text.indexOf('/');
        Optional<Long> address = slash < 0 ? Optional.empty() : number(text.substring(0, slash));
        if (address.isEmpty() || !text.substring(slash + 1).matches("\\d|[12]\\d|3[0-2]")) {
            throw new IllegalArgumentException("not an IPv4 block: " + text);
        }
        int prefix = Integer.parseInt(text.substring(slash + 1));
        return new Ipv4Block(address.get() & -(1L << (32 - prefix)), prefix);
    }

    /** An address as a number; empty when the text is none. */
    public static Optional<Long> number(String address) {
        if (!ADDRESS.matcher(address).matches()) {
            return Optional.empty();
        }
        long number = 0;
        for (String octet : address.split("\\.", -1)) {
            number = number << 8 | Integer.parseInt(octet);
        }
        return Optional.of(number);
    }

    public long size() {
        return 1L << (32 - prefix);
    }

    public boolean contains(String address) {
        return number(address).filter(n -> n >= first && n < first + size()).isPresent();
    }

    public boolean contains(Ipv4Block other) {
        return other.prefix >= prefix && overlaps(other);
    }

    public boolean overlaps(Ipv4Block other) {
        return first < other.first + other.size() && other.first < first + size();
    }

    /** The address at a distance from the first. */
    public String address(int offset) {
        return text(first + offset);
    }

    /** How far an address of this block is from the first. */
    public int offset(String address) {
        return (int) (number(address).orElseThrow() - first);
    }

    private static String text(long number) {
        return "%d.%d.%d.%d"
                .formatted(number >> 24 & 255, number >> 16 & 255, number >> 8 & 255, number & 255);
    }

    @Override
    public String toString() {
        return text(first) + "/" + prefix;
    }
}
