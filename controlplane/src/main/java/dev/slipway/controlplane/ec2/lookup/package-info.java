/**
 * How EC2's Describe calls find things: ids, filters, pages, and the refusals that they share.
 *
 * <p>A call names ids, or pages through all, never both; filters narrow either. An id that is not
 * there refuses the whole call.
 */
@NullMarked
package dev.slipway.controlplane.ec2.lookup;

import org.jspecify.annotations.NullMarked;
