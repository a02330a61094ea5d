/**
 * Managed prefix lists: named sets of IPv4 blocks that security group rules can refer to.
 *
 * <p>A list is changed whole, in one step: each change of its entries is a new version, and earlier
 * versions can still be read. Invariants: a list never holds more entries than its maximum, which
 * is what it counts for in the groups that refer to it; a list that is referred to stays.
 *
 * <p>AWS's own lists, of services behind gateway endpoints, are none: there are no such endpoints.
 */
@NullMarked
package dev.slipway.controlplane.ec2.prefixlist;

import org.jspecify.annotations.NullMarked;
