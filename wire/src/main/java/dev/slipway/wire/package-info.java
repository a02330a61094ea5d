/**
 * AWS on the wire: one port for all services.
 *
 * <p>This package is the front door: what a service hands over ({@link
 * dev.slipway.wire.ServiceBinding}) and what it gets for each request ({@link
 * dev.slipway.wire.Call} and the decoded AWS model class). Behind it, {@code signature} proves who
 * calls, {@code protocol} turns bytes into model classes and back, {@code facts} knows what the
 * model classes do not carry, {@code http} listens. Nothing here knows what a service means.
 */
@NullMarked
package dev.slipway.wire;

import org.jspecify.annotations.NullMarked;
