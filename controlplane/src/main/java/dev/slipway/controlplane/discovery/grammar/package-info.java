/**
 * What every noun of Cloud Map shares, and nothing else: how its resources are named, the errors
 * that its operations have in common, repeated requests, list filters, pages and tags as Cloud Map
 * has them on the wire. No state, no noun.
 */
@NullMarked
package dev.slipway.controlplane.discovery.grammar;

import org.jspecify.annotations.NullMarked;
