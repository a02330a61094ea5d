package dev.slipway.controlplane.ecs.accountsetting;

/**
 * A value that somebody set.
 *
 * @param principalArn whom it is for; for the whole account the root's ARN
 */
public record AccountSetting(String name, String principalArn, String value) {}
