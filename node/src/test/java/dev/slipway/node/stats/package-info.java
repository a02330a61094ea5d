@NullMarked
package dev.slipway.node.stats;

import org.jspecify.annotations.NullMarked;
