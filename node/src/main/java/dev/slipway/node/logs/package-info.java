/**
 * What containers write, on its way to CloudWatch Logs: the node's half of the {@code awslogs}
 * driver.
 *
 * <p>conmon appends each container's output to a file, one record a line: {@code time stream P|F
 * text}. That file is the buffer: a {@link dev.slipway.node.logs.LogCapture} reads on from the
 * position up to which the control plane has lines durably, so a restart of ours neither loses nor
 * doubles a line. conmon begins a new file at a fixed size, also while we are away: {@link
 * dev.slipway.node.logs.Spool} bridges the two. In blocking mode a {@link
 * dev.slipway.node.logs.Gate} holds conmon, and with it the container, while too much waits.
 *
 * <p>Rules: pieces of a line (P) are joined with its end (F), per stream; an event holds at most
 * 256 KB, longer lines are split between characters; what is not UTF-8 is replaced; empty lines are
 * no events (AWS refuses them); with a start pattern, lines up to the next start are one event. A
 * position is that of the record that completes an event, so positions rise strictly. In
 * non-blocking mode a backlog above the buffer's size is dropped, oldest first, and one line says
 * how much.
 *
 * <p>Not here: log groups and streams (the control plane), where the file is (room {@code
 * container}).
 */
@NullMarked
package dev.slipway.node.logs;

import org.jspecify.annotations.NullMarked;
