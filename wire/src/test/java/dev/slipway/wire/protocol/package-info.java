/** Tests of the room of the same name. */
@NullMarked
package dev.slipway.wire.protocol;

import org.jspecify.annotations.NullMarked;
