/**
 * Slipway as its users meet it: AWS's own clients and the command line, against the packaged server
 * over TCP.
 *
 * <p>Each test class starts one server of its own through the launcher {@code ./slipway}, with a
 * data folder, a port and a home of its own, and takes it down whatever happened. Invariant:
 * nothing of Slipway's own code is on this class path, so that no test can reach around the wire.
 * Not here: what one operation answers to every input; those tests live beside the operations.
 */
@NullMarked
package dev.slipway.conformance;

import org.jspecify.annotations.NullMarked;
