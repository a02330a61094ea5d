/**
 * The listening side: one port for all services.
 *
 * <p>{@link dev.slipway.wire.http.Endpoint} is the front door. A request passes, in this order: is
 * it for us at all (Host and Origin, in every mode), is it within the limits, which service,
 * operation and protocol, who signed it, can it be read, does it keep the model's rules; then the
 * operation runs. Each step refuses in the words of the protocol that the request speaks. An
 * operation's unforeseen failure is logged once with the request's id, and the caller learns the id
 * alone. Authorization is not here: it is the operation's gate.
 */
@NullMarked
package dev.slipway.wire.http;

import org.jspecify.annotations.NullMarked;
