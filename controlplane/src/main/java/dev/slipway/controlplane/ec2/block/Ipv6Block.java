package dev.slipway.controlplane.ec2.block;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A run of IPv6 addresses such as 2001:db8::/32.
 *
 * @param text the network address in RFC 5952's one spelling, a slash, and the prefix
 */
public record Ipv6Block(String text) {
    private static final Pattern FORM = Pattern.compile("([0-9a-fA-F:.]{2,45})/(\\d{1,3})");

    /**
     * The block around an address: its host bits are dropped. Throws {@link
     * IllegalArgumentException} when the text is not an address and a prefix.
     */
    public static Ipv6Block around(String text) {
        var form = FORM.matcher(text);
        if (!form.matches() || Integer.parseInt(form.group(2)) > 128) {
            throw new IllegalArgumentException("not an IPv6 block: " + text);
        }
        int prefix = Integer.parseInt(form.group(2));
        InetAddress address = Inet6Address.ofLiteral(form.group(1));
        byte[] bytes = address.getAddress();
        if (bytes.length != 16) { // an IPv4 address in IPv6's clothes
            throw new IllegalArgumentException("not an IPv6 block: " + text);
        }
        for (int bit = prefix; bit < 128; bit++) {
            bytes[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        return new Ipv6Block(spelled(bytes) + "/" + prefix);
    }

    /**
     * Lower case, no leading zeros, the first longest run of two or more zero groups as two colons.
     */
    private static String spelled(byte[] bytes) {
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < 16; i += 2) {
            groups.add(Integer.toHexString(((bytes[i] & 255) << 8) | (bytes[i + 1] & 255)));
        }
        for (int length = 8; length >= 2; length--) {
            int at = Collections.indexOfSubList(groups, Collections.nCopies(length, "0"));
            if (at >= 0) {
                return String.join(":", groups.subList(0, at))
                        + "::"
                        + String.join(":", groups.subList(at + length, 8));
            }
        }
        return String.join(":", groups);
    }

    @Override
    public String toString() {
        return text;
    }
}
