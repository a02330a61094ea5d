package dev.slipway.controlplane.audit;

import java.util.List;

/**
 * One call.
 *
 * @param time ISO 8601, UTC
 * @param callerArn who signed
 * @param accessKeyId with which key; the id is no secret
 * @param sourceAddress the peer's address
 * @param userAgent as sent; empty when absent
 * @param resources the ARNs, or {@code *}, that authorization was asked about; empty when it did
 *     not come to that
 * @param outcome {@code Success}, or the error code that was answered
 * @param httpStatus what was answered
 */
public record AuditRecord(
        String time,
        String requestId,
        String account,
        String callerArn,
        String accessKeyId,
        String region,
        String sourceAddress,
        String userAgent,
        String service,
        String operation,
        List<String> resources,
        String outcome,
        int httpStatus) {
    public AuditRecord {
        resources = List.copyOf(resources);
    }
}
