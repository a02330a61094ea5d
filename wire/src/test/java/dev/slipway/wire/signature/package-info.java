/** Signatures against AWS's published cases, and what breaks them. */
@NullMarked
package dev.slipway.wire.signature;

import org.jspecify.annotations.NullMarked;
