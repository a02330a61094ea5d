package dev.slipway.wire;

import java.util.Optional;

/**
 * Where the endpoint looks up the secret of an access key id. Asked on every request: answer from
 * memory.
 */
@FunctionalInterface
public interface AccessKeys {

    Optional<AccessKey> find(String accessKeyId);

    /**
     * @param secret the secret access key
     * @param sessionToken the token that must come with a temporary key (ASIA...); empty for a
     *     permanent one
     * @param caller who signs with this key
     */
    record AccessKey(String secret, String sessionToken, Caller caller) {
        @Override
        public String toString() {
            return "AccessKey[of " + caller.arn() + "]"; // secrets never reach a log
        }
    }
}
