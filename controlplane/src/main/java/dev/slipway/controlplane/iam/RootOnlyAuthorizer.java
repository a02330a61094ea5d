package dev.slipway.controlplane.iam;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.Authorizer;
import dev.slipway.controlplane.aws.Arn;
import dev.slipway.wire.Call;
import dev.slipway.wire.Caller;
import java.util.Optional;

/**
 * Knows the root key and nobody else. Root may do everything in its own account; another account's
 * resources would need a policy of theirs, and there are none.
 */
public final class RootOnlyAuthorizer implements Authorizer {

    @Override
    public Optional<String> denial(Call call, Access access) {
        Caller caller = call.caller();
        if (access.action().equals("sts:GetCallerIdentity")) {
            return Optional.empty(); // AWS lets everyone ask who they are, whatever policies say
        }
        if (!caller.arn().equals(rootArn(caller.account()))) {
            return Optional.of(
                    "because no identity-based policy allows the %s action"
                            .formatted(access.action()));
        }
        boolean foreign = access.resources().stream().anyMatch(r -> isForeign(r, caller.account()));
        return foreign
                ? Optional.of(
                        "because no resource-based policy allows the %s action"
                                .formatted(access.action()))
                : Optional.empty();
    }

    static String rootArn(String account) {
        return "arn:aws:iam::" + account + ":root";
    }

    private static boolean isForeign(String resource, String account) {
        return Arn.parse(resource)
                .map(Arn::account)
                .filter(a -> !a.isEmpty() && !a.equals("*") && !a.equals("aws"))
                .filter(a -> !a.equals(account))
                .isPresent();
    }
}
