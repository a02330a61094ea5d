package dev.slipway.node.agent;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The ids that containers have in the metadata endpoint: the task id, a dash and ten digits, as on
 * Fargate. They follow from the names, so that they need not be remembered over a restart; who asks
 * with one is known by its address, so they need not be unguessable.
 */
public final class RuntimeIds {
    private RuntimeIds() {}

    public static String of(String taskId, String container) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest((taskId + "/" + container).getBytes(StandardCharsets.UTF_8));
            long number = 0;
            for (int i = 0; i < 7; i++) {
                number = number << 8 | (hash[i] & 0xff);
            }
            return taskId + "-" + (1_000_000_000L + number % 9_000_000_000L);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
