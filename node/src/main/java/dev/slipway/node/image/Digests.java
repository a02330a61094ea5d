package dev.slipway.node.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** {@code sha256:} and 64 hex digits: the only digest that images use in practice. */
final class Digests {
    private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");

    private Digests() {}

    static MessageDigest fresh() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static String sha256(byte[] bytes) {
        return of(fresh().digest(bytes));
    }

    static String of(byte[] digest) {
        return "sha256:" + HexFormat.of().formatHex(digest);
    }

    /** The part after the colon: also a safe file name, once {@link #wellFormed} was asked. */
    static String hex(String digest) {
        return digest.substring(digest.indexOf(':') + 1);
    }

    static boolean wellFormed(String digest) {
        return FORM.matcher(digest).matches();
    }
}
