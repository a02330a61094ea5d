/**
 * Operations of Cloud Map: what came of a request that AWS carries out later. Here the work is done
 * and the operation recorded in one transaction, so that an operation is {@code SUCCESS} at the
 * first look; what cannot be done is refused instead.
 *
 * <p>The newest 10,000 of an account and region are kept.
 */
@NullMarked
package dev.slipway.controlplane.discovery.operation;

import org.jspecify.annotations.NullMarked;
