/**
 * What AWS's model classes do not carry: target prefixes, error codes and statuses, required
 * members, bounds, result wrappers, namespaces.
 *
 * <p>One table per service, extracted at build time from AWS's own service models (see {@code
 * src/build/java/FactsExtractor.java}) and completed by a hand-written overlay for operations that
 * are newer than those models. {@link dev.slipway.wire.facts.ServiceFacts} is the front door.
 * Tables never change while the process runs. What a rule means to a service is not here.
 */
@NullMarked
package dev.slipway.wire.facts;

import org.jspecify.annotations.NullMarked;
