/**
 * Where tasks get their capacity from. Slipway has the two that AWS reserves, FARGATE and
 * FARGATE_SPOT: every account has them, they are always ACTIVE and cannot be made or deleted, so
 * nothing is recorded here. Which of them a cluster uses is the cluster's.
 *
 * <p>A strategy says how many of N tasks each provider gets ({@link
 * dev.slipway.controlplane.ecs.capacityprovider.CapacityProviderStrategy}).
 *
 * <p>Not here: Auto Scaling group and managed-instances providers, which are EC2's.
 */
@NullMarked
package dev.slipway.controlplane.ecs.capacityprovider;

import org.jspecify.annotations.NullMarked;
