@NullMarked
package dev.slipway.node.simulated;

import org.jspecify.annotations.NullMarked;
