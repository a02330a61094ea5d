@NullMarked
package dev.slipway.node.agent;

import org.jspecify.annotations.NullMarked;
