/**
 * One Slipway on a machine: its data folder and what follows from it, so that two with different
 * folders never touch each other. The instance id is derived from the folder's real path and stands
 * in the name of every namespace, interface, cgroup and rule table that the instance makes.
 */
@NullMarked
package dev.slipway.server.instance;

import org.jspecify.annotations.NullMarked;
