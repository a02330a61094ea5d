package dev.slipway.controlplane.api;

import dev.slipway.wire.Call;
import java.util.Optional;

/** Answers what IAM is asked. Runs on every request, outside the writer. */
@FunctionalInterface
public interface Authorizer {

    /**
     * @return empty when the caller may; else why not, as AWS's message ends: {@code because no
     *     identity-based policy allows the ecs:RunTask action}
     */
    Optional<String> denial(Call call, Access access);
}
