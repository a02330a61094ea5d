package dev.slipway.controlplane.iam;

import java.util.random.RandomGenerator;

/** Random text in the forms that AWS gives its ids and secrets. Give it a secure generator. */
final class KeyMaterial {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String BASE64 =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private final RandomGenerator random;

    KeyMaterial(RandomGenerator random) {
        this.random = random;
    }

    /** Such as AKIA and 16 letters. */
    String id(String prefix) {
        return prefix + text(BASE32, 16);
    }

    String secret() {
        return text(BASE64, 40);
    }

    String sessionToken() {
        return text(BASE64, 356);
    }

    /** 12 digits; the first is not 0, for tools that read an account as a number. */
    String account() {
        return text("123456789", 1) + text("0123456789", 11);
    }

    private String text(String alphabet, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
