/**
 * AWS Cloud Map as AWS's API: the operations of all its rooms as one service, and every operation
 * of AWS's model that is refused, with the reason. No logic of its own.
 */
@NullMarked
package dev.slipway.controlplane.discovery;

import org.jspecify.annotations.NullMarked;
