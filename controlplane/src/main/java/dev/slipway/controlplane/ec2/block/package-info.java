/**
 * IPv4 blocks, and the books that say which of a block's addresses are taken.
 *
 * <p>A book is one bit per address, so that finding a free address costs the same with ten
 * interfaces as with thousands. Invariants: an address is given to one holder at a time, reserved
 * ones to none.
 */
@NullMarked
package dev.slipway.controlplane.ec2.block;

import org.jspecify.annotations.NullMarked;
