/**
 * Account settings: named switches of an account in a region, for the account as a whole or for one
 * principal in it. A principal's own value wins over the account's default, that over AWS's.
 *
 * <p>Only {@code containerInsights} and {@code defaultLogDriverMode} change what other rooms do;
 * ARNs always have the long format, tagging is always open.
 */
@NullMarked
package dev.slipway.controlplane.ecs.accountsetting;

import org.jspecify.annotations.NullMarked;
