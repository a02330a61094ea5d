/**
 * Virtual private clouds: a block of addresses that belongs to one account in one region.
 *
 * <p>Each has a main route table and a default security group from its first moment on. The default
 * VPC is made on an account's first use of a region, with subnets and a gateway, by {@code
 * ec2.DefaultNetwork}.
 */
@NullMarked
package dev.slipway.controlplane.ec2.vpc;

import org.jspecify.annotations.NullMarked;
