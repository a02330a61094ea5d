/**
 * Virtual private clouds: a block of addresses that belongs to one account in one region.
 *
 * <p>Only the default VPC exists so far. It is made on an account's first use of a region, with its
 * subnets, gateway, route table and security group, by {@code ec2.DefaultNetwork}.
 */
@NullMarked
package dev.slipway.controlplane.ec2.vpc;

import org.jspecify.annotations.NullMarked;
