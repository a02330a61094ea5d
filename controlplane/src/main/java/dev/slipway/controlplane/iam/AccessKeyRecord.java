package dev.slipway.controlplane.iam;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;

/**
 * A key that signs requests, found by its id.
 *
 * @param account whose it is
 * @param arn of the principal who signs with it
 * @param principalId AWS's user id
 * @param sessionToken empty for a permanent key
 * @param issuedAt epoch seconds
 * @param expiresAt epoch seconds; 0 when it does not end
 */
record AccessKeyRecord(
        String id,
        String secret,
        String sessionToken,
        String account,
        String arn,
        String principalId,
        long issuedAt,
        long expiresAt) {
    static final Kind<AccessKeyRecord> KIND = Kind.of("iam-access-key", AccessKeyRecord.class);

    /** Keys are looked up before it is known whose they are, so all lie in one place. */
    static final Scope EVERYWHERE = new Scope("000000000000", "aws-global");

    static Key key(String id) {
        return Key.of(EVERYWHERE, id);
    }

    boolean expiredAt(long epochSecond) {
        return expiresAt != 0 && epochSecond >= expiresAt;
    }

    @Override
    public String toString() {
        return "AccessKeyRecord[" + id + " of " + arn + "]"; // secrets never reach a log
    }
}
