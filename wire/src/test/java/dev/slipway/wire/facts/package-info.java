/** Tests of the room of the same name. */
@NullMarked
package dev.slipway.wire.facts;

import org.jspecify.annotations.NullMarked;
