package dev.slipway.wire;

import java.time.Instant;
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
     * @param expiresAt after this a temporary key answers ExpiredToken; {@link Instant#MAX} for a
     *     permanent one
     */
    record AccessKey(String secret, String sessionToken, Caller caller, Instant expiresAt) {

        /** A key that does not expire. */
        public AccessKey(String secret, String sessionToken, Caller caller) {
            this(secret, sessionToken, caller, Instant.MAX);
        }

        @Override
        public String toString() {
            return "AccessKey[of " + caller.arn() + "]"; // secrets never reach a log
        }
    }
}
