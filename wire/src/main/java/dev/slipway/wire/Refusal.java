package dev.slipway.wire;

/**
 * An operation of a service that AWS has and that Slipway does not serve: it answers with this
 * error, after the signature was verified, and stands in the generated support table.
 *
 * @param operation AWS's exact name
 * @param error what is answered
 * @param why one clause for the support table, such as "EC2 container instances only"
 */
public record Refusal(String operation, AwsError error, String why) {}
