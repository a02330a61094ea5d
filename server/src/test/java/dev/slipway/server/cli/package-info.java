@NullMarked
package dev.slipway.server.cli;

import org.jspecify.annotations.NullMarked;
