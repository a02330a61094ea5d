/**
 * A whole cloud in one thread: the control plane's state and engine and any number of simulated
 * nodes on a virtual clock, under a seed. One seed gives one trace, in any virtual machine.
 *
 * <p>Stories here assert invariants after every step and print the seed when one breaks.
 */
@NullMarked
package dev.slipway.simulation;

import org.jspecify.annotations.NullMarked;
