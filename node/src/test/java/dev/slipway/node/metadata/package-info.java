@NullMarked
package dev.slipway.node.metadata;

import org.jspecify.annotations.NullMarked;
