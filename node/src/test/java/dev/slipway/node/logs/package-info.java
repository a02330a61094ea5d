@NullMarked
package dev.slipway.node.logs;

import org.jspecify.annotations.NullMarked;
