package dev.slipway.wire.signature;

import dev.slipway.wire.AwsError;
import dev.slipway.wire.facts.Dialect;

/** Why a signature does not prove anything; each dialect has its own code for it. */
public final class SignatureFault extends RuntimeException {

    /** What is wrong. */
    public enum Kind {
        MISSING,
        INCOMPLETE,
        UNKNOWN_KEY,
        MISMATCH,
        STALE,
        EXPIRED_TOKEN
    }

    private final Kind kind;
    private final String text;

    SignatureFault(Kind kind, String text) {
        super(text, null, false, false);
        this.kind = kind;
        this.text = text;
    }

    static SignatureFault missing() {
        return new SignatureFault(Kind.MISSING, "Request is missing Authentication Token");
    }

    static SignatureFault incomplete(String text) {
        return new SignatureFault(Kind.INCOMPLETE, text);
    }

    static SignatureFault unknownKey() {
        return new SignatureFault(
                Kind.UNKNOWN_KEY, "The security token included in the request is invalid.");
    }

    static SignatureFault expiredToken() {
        return new SignatureFault(
                Kind.EXPIRED_TOKEN, "The security token included in the request is expired");
    }

    static SignatureFault mismatch() {
        return new SignatureFault(
                Kind.MISMATCH,
                "The request signature we calculated does not match the signature you provided."
                        + " Check your AWS Secret Access Key and signing method. Consult the service"
                        + " documentation for details.");
    }

    static SignatureFault mismatch(String text) {
        return new SignatureFault(Kind.MISMATCH, text);
    }

    static SignatureFault stale(String text) {
        return new SignatureFault(Kind.STALE, text);
    }

    public Kind kind() {
        return kind;
    }

    public AwsError asError(Dialect dialect) {
        return switch (dialect) {
            case JSON -> AwsError.of(jsonCode(), text);
            case QUERY -> queryError();
            case EC2 -> ec2Error();
        };
    }

    private String jsonCode() {
        return switch (kind) {
            case MISSING -> "MissingAuthenticationTokenException";
            case INCOMPLETE -> "IncompleteSignatureException";
            case UNKNOWN_KEY -> "UnrecognizedClientException";
            case MISMATCH, STALE -> "InvalidSignatureException";
            case EXPIRED_TOKEN -> "ExpiredTokenException";
        };
    }

    private AwsError queryError() {
        return switch (kind) {
            case MISSING -> AwsError.of("MissingAuthenticationToken", 403, text);
            case INCOMPLETE -> AwsError.of("IncompleteSignature", 400, text);
            case UNKNOWN_KEY -> AwsError.of("InvalidClientTokenId", 403, text);
            case MISMATCH, STALE -> AwsError.of("SignatureDoesNotMatch", 403, text);
            case EXPIRED_TOKEN -> AwsError.of("ExpiredToken", 403, text);
        };
    }

    private AwsError ec2Error() {
        return switch (kind) {
            case UNKNOWN_KEY ->
                    AwsError.of(
                            "AuthFailure",
                            401,
                            "AWS was not able to validate the provided access credentials");
            case STALE -> AwsError.of("RequestExpired", 400, "Request has expired. " + text);
            case EXPIRED_TOKEN -> AwsError.of("RequestExpired", 400, "Request has expired.");
            case MISSING, INCOMPLETE, MISMATCH -> queryError();
        };
    }
}
