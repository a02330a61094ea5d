/**
 * One Slipway, put together by hand: state, services, engines, a node, the endpoint and the control
 * socket. Opens them in order and closes them in the other; decides nothing.
 */
@NullMarked
package dev.slipway.server.cloud;

import org.jspecify.annotations.NullMarked;
