package dev.slipway.wire;

/**
 * Who calls, as proved by the signature.
 *
 * @param account 12 digits
 * @param arn the principal's ARN, such as {@code arn:aws:iam::123456789012:root}
 * @param principalId what AWS calls the user id: the account for root, AIDA... for a user, {@code
 *     AROA...:session} for a role session
 * @param accessKeyId the key that signed the request
 */
public record Caller(String account, String arn, String principalId, String accessKeyId) {}
