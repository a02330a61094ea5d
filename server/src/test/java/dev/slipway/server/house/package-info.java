/**
 * The rules of the house as tests: which room may see which, what nobody may call, and how sources
 * look. They stand in {@code server} because it alone sees every module. An exception is named here
 * with its reason, or it is not one.
 */
@NullMarked
package dev.slipway.server.house;

import org.jspecify.annotations.NullMarked;
