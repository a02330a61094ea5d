/** Host tests in a throw-away virtual machine, where the kernel is not the one at hand. */
@org.jspecify.annotations.NullMarked
package dev.slipway.node.guest;
