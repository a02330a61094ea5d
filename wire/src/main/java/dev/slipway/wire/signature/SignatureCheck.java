package dev.slipway.wire.signature;

import dev.slipway.wire.AccessKeys;
import dev.slipway.wire.AccessKeys.AccessKey;
import dev.slipway.wire.Caller;
import dev.slipway.wire.Incoming;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;

/** Checks signatures against the keys that are known. */
public final class SignatureCheck {
    private static final Duration SKEW = Duration.ofMinutes(15);
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final String EMPTY = SigningKey.sha256("");

    /**
     * Clients and proxies add these after signing: the token proves itself by being equal to ours,
     * the agent decides nothing.
     */
    private static final Set<String> MAY_BE_UNSIGNED =
            Set.of("x-amz-security-token", "x-amz-user-agent");

    private final AccessKeys keys;

    public SignatureCheck(AccessKeys keys) {
        this.keys = keys;
    }

    /**
     * @param caller who signed
     * @param request with its body freed of the chunks of a streaming signature
     */
    public record Proven(Caller caller, Incoming request) {}

    /**
     * @param service the signing name that the operation's service has
     * @throws SignatureFault when the request does not prove who sends it
     */
    public Proven check(Incoming request, Claim claim, String service) {
        return switch (claim) {
            case Claim.Unsigned _ -> throw SignatureFault.missing();
            case Claim.Broken broken -> throw broken.fault();
            case Claim.Signed signed ->
                    check(
                            request,
                            signed,
                            service,
                            service.equals("s3")
                                    ? Canonical.PathStyle.AS_SENT
                                    : Canonical.PathStyle.NORMALISED);
        };
    }

    Proven check(Incoming request, Claim.Signed claim, String service, Canonical.PathStyle style) {
        Instant signedAt = signedAt(request, claim);
        if (!claim.service().equals(service)) {
            throw SignatureFault.mismatch(
                    "Credential should be scoped to correct service: '" + service + "'.");
        }
        fresh(request.receivedAt(), signedAt, claim);
        coversEnough(request, claim);
        AccessKey key = keys.find(claim.accessKeyId()).orElseThrow(SignatureFault::unknownKey);
        if (!SigningKey.same(key.sessionToken(), claim.sessionToken())) {
            throw SignatureFault.unknownKey();
        }
        String payload = payloadHash(request, claim);
        String canonical = Canonical.request(request, claim, style, payload);
        SigningKey signing = SigningKey.of(key.secret(), claim);
        String timestamp = TIMESTAMP.format(signedAt);
        String expected = signing.sign(stringToSign(claim, timestamp, canonical));
        if (!SigningKey.same(expected, claim.signature())) {
            throw SignatureFault.mismatch();
        }
        // Only a key that is proven may learn that it has expired.
        if (!request.receivedAt().isBefore(key.expiresAt())) {
            throw SignatureFault.expiredToken();
        }
        bodyMatches(request, payload);
        return new Proven(key.caller(), Chunks.unwrap(request, payload, signing, claim, timestamp));
    }

    static String stringToSign(Claim.Signed claim, String timestamp, String canonical) {
        return Claim.ALGORITHM
                + '\n'
                + timestamp
                + '\n'
                + claim.scope()
                + '\n'
                + SigningKey.sha256(canonical);
    }

    private static Instant signedAt(Incoming request, Claim.Signed claim) {
        Instant signedAt;
        try {
            signedAt = TIMESTAMP.parse(claim.timestamp(), Instant::from);
        } catch (DateTimeException e) {
            signedAt = ofDateHeader(request, claim);
        }
        String day = TIMESTAMP.format(signedAt).substring(0, 8);
        if (!day.equals(claim.date())) {
            throw SignatureFault.mismatch(
                    "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date"
                            + " from HTTP: '%s' != '%s', from '%s'."
                                    .formatted(claim.date(), day, TIMESTAMP.format(signedAt)));
        }
        return signedAt;
    }

    private static Instant ofDateHeader(Incoming request, Claim.Signed claim) {
        try {
            if (request.header("x-amz-date").isEmpty() && claim.presignedFor().isEmpty()) {
                return DateTimeFormatter.RFC_1123_DATE_TIME.parse(claim.timestamp(), Instant::from);
            }
        } catch (DateTimeException e) {
            // falls through to the one answer for dates of any wrong form
        }
        throw SignatureFault.incomplete(
                "Date must be in ISO-8601 'basic format'. Got '%s'.".formatted(claim.timestamp()));
    }

    private static void fresh(Instant now, Instant signedAt, Claim.Signed claim) {
        Duration life = claim.presignedFor().map(Duration::ofSeconds).orElse(SKEW);
        if (signedAt.plus(life).isBefore(now)) {
            throw SignatureFault.stale(
                    "Signature expired: %s is now earlier than %s (%s - %s.)"
                            .formatted(
                                    TIMESTAMP.format(signedAt),
                                    TIMESTAMP.format(now.minus(life)),
                                    TIMESTAMP.format(now),
                                    words(life)));
        }
        if (signedAt.minus(SKEW).isAfter(now)) {
            throw SignatureFault.stale(
                    "Signature not yet current: %s is still later than %s (%s + %s.)"
                            .formatted(
                                    TIMESTAMP.format(signedAt),
                                    TIMESTAMP.format(now.plus(SKEW)),
                                    TIMESTAMP.format(now),
                                    words(SKEW)));
        }
    }

    private static String words(Duration life) {
        return life.toSecondsPart() == 0 ? life.toMinutes() + " min" : life.toSeconds() + " s";
    }

    private static void coversEnough(Incoming request, Claim.Signed claim) {
        if (!claim.signedHeaders().contains("host")) {
            throw SignatureFault.mismatch(
                    "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
        }
        for (String header : request.headers().keySet()) {
            if (header.startsWith("x-amz-")
                    && !MAY_BE_UNSIGNED.contains(header)
                    && !claim.signedHeaders().contains(header)) {
                throw SignatureFault.mismatch(
                        "There were headers present in the request which were not signed: "
                                + header);
            }
        }
    }

    /** What the client says its body is; whether that is so is looked at after the signature. */
    private static String payloadHash(Incoming request, Claim.Signed claim) {
        String said = request.header("x-amz-content-sha256");
        if (!said.isEmpty()) {
            return said;
        }
        if (claim.presignedFor().isPresent() && claim.service().equals("s3")) {
            return Chunks.UNSIGNED;
        }
        return request.body().length == 0 ? EMPTY : SigningKey.sha256(request.body());
    }

    private static void bodyMatches(Incoming request, String payload) {
        if (payload.equals(Chunks.UNSIGNED) || payload.startsWith("STREAMING-")) {
            return;
        }
        if (!payload.equals(SigningKey.sha256(request.body()))) {
            throw SignatureFault.mismatch(
                    "The provided 'x-amz-content-sha256' header does not match what was computed.");
        }
    }
}
