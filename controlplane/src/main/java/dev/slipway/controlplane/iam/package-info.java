/**
 * Who may call: access keys, and what IAM answers.
 *
 * <p>Two kinds of keys. The root key of an account (AKIA...) is made when the account is first
 * needed and lives for ever. A task's temporary keys (ASIA...) are minted for the task's role when
 * the task asks, live six hours, are replaced by newer ones before they end, and are gone with the
 * task. Secrets are kept in state, where everything is sealed.
 *
 * <p>Until IAM proper is built the authorizer knows root only: root may do all in its own account,
 * a role may do nothing but ask who it is.
 *
 * <p>Not here: proving a signature ({@code wire}), users, roles, policies.
 */
@NullMarked
package dev.slipway.controlplane.iam;

import org.jspecify.annotations.NullMarked;
