/**
 * Internet gateways: the door of a VPC through which public addresses are reached. A gateway is
 * attached to one VPC or none, and a VPC has one at most.
 */
@NullMarked
package dev.slipway.controlplane.ec2.gateway;

import org.jspecify.annotations.NullMarked;
