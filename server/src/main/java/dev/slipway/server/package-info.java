/**
 * The mains: configuration, wiring by hand, the command line, packaging. Sees everything, holds no
 * logic.
 */
@NullMarked
package dev.slipway.server;

import org.jspecify.annotations.NullMarked;
