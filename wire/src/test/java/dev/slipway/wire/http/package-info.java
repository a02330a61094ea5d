/** The endpoint over real loopback connections. */
@NullMarked
package dev.slipway.wire.http;

import org.jspecify.annotations.NullMarked;
