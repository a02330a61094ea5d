/**
 * How the command line talks to a running server: a socket in the run folder that only its owner
 * may open. One request a connection: a line of JSON, then bytes if the command takes some;
 * answered by lines of JSON, the last of which says how it ended. What an AWS API can do goes
 * through the AWS API instead.
 */
@NullMarked
package dev.slipway.server.control;

import org.jspecify.annotations.NullMarked;
