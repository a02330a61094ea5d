/** What {@code doctor} looks at: the host, before and while Slipway runs on it. */
@NullMarked
package dev.slipway.server.doctor;

import org.jspecify.annotations.NullMarked;
