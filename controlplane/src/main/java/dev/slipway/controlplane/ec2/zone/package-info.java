/**
 * Regions and their availability zones. Every region has three zones, a, b and c: names that AWS
 * gives, without machines of their own behind them. No state.
 */
@NullMarked
package dev.slipway.controlplane.ec2.zone;

import org.jspecify.annotations.NullMarked;
