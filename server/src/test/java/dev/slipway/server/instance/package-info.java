@NullMarked
package dev.slipway.server.instance;

import org.jspecify.annotations.NullMarked;
