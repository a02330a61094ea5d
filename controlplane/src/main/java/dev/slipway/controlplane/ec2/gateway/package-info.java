/** Internet gateways: the door of a VPC through which public addresses are reached. One per VPC. */
@NullMarked
package dev.slipway.controlplane.ec2.gateway;

import org.jspecify.annotations.NullMarked;
