package dev.slipway.controlplane.aws;

/**
 * What partitions everything: an account in a region.
 *
 * @param account 12 digits
 * @param region such as {@code us-east-1}; global services (IAM) use {@code aws-global}
 */
public record Scope(String account, String region) {
    public Scope {
        if (account.length() != 12 || !account.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("an account has 12 digits: " + account);
        }
        if (region.isEmpty() || region.indexOf('/') >= 0) {
            throw new IllegalArgumentException("not a region: " + region);
        }
    }
}
