package dev.slipway.controlplane.sts;

import dev.slipway.controlplane.api.AwsService;
import dev.slipway.controlplane.api.ErrorForm;
import dev.slipway.wire.AwsError;
import dev.slipway.wire.Refusal;
import java.util.List;

/** The service's front door. */
public final class Sts {
    private Sts() {}

    public static AwsService service() {
        return new AwsService(
                "sts",
                ErrorForm.QUERY,
                List.of(new GetCallerIdentity()),
                List.of(
                        new Refusal(
                                "AssumeRole",
                                AwsError.of(
                                        "AccessDenied",
                                        403,
                                        "Roles may not be assumed by root accounts."),
                                "only the root user can sign, and AWS lets root assume no role"),
                        noProvider(
                                "AssumeRoleWithWebIdentity",
                                "No OpenIDConnect provider found in your account"),
                        noProvider("AssumeRoleWithSAML", "No SAML provider found in your account")),
                // What a query service answers for an operation that the endpoint does not have;
                // STS models no error of its own for that.
                "InvalidAction");
    }

    private static Refusal noProvider(String operation, String message) {
        return new Refusal(
                operation,
                AwsError.of("InvalidIdentityToken", message),
                "identity providers come with IAM");
    }
}
