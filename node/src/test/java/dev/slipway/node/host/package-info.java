@NullMarked
package dev.slipway.node.host;

import org.jspecify.annotations.NullMarked;
