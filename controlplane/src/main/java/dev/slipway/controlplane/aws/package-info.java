/**
 * AWS's grammar, and grammar only: ARNs, accounts, regions, tags, page tokens. No service, no
 * state.
 */
@NullMarked
package dev.slipway.controlplane.aws;

import org.jspecify.annotations.NullMarked;
