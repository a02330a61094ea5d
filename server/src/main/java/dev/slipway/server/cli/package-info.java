/**
 * The command line: one class a subcommand. Each reads the instance's files or asks its server;
 * none holds logic.
 */
@NullMarked
package dev.slipway.server.cli;

import org.jspecify.annotations.NullMarked;
