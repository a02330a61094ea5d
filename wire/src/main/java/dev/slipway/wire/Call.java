package dev.slipway.wire;

import java.time.Instant;

/**
 * One request to one operation, as an operation sees it beside its decoded input.
 *
 * @param requestId answered in {@code x-amzn-RequestId} and written to the audit record
 * @param service the facts' service id, such as {@code ecs}
 * @param operation AWS's name, such as {@code RunTask}
 * @param region from the credential scope
 * @param receivedAt by the server's clock
 * @param sourceAddress the peer's address, without a port
 * @param userAgent as sent; empty when absent
 */
public record Call(
        String requestId,
        String service,
        String operation,
        Caller caller,
        String region,
        Instant receivedAt,
        String sourceAddress,
        String userAgent) {}
