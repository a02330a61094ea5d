@NullMarked
package dev.slipway.node.local;

import org.jspecify.annotations.NullMarked;
