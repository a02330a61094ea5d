/**
 * Bytes into model classes and back.
 *
 * <p>One {@link dev.slipway.wire.protocol.Protocol} per wire format; which one is in use is decided
 * for each request, since clients of one service may speak several. A protocol walks the fields
 * that a model class declares about itself, so it knows no service and no operation. What a member
 * must hold is not here: a request that can be read is handed on, its rules are the facts'
 * business.
 *
 * <p>Null and absent are one. A list or map that was never set is left out of an answer, an empty
 * one that was set is written. A request is never written again: reading some of its fields invents
 * values.
 */
@NullMarked
package dev.slipway.wire.protocol;

import org.jspecify.annotations.NullMarked;
