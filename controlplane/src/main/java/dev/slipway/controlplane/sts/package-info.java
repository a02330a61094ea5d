/**
 * The Security Token Service, as far as one needs it to find one's way: who am I.
 *
 * <p>Roles cannot be assumed by callers yet, and AWS never lets an account's root user assume one,
 * so {@code AssumeRole} answers what AWS answers to root. A task's role session is made by {@code
 * iam}, not here.
 */
@NullMarked
package dev.slipway.controlplane.sts;

import org.jspecify.annotations.NullMarked;
