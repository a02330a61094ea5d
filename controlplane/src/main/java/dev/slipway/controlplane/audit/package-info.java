/**
 * Who did what, when, from where, and what came of it: one record per call, denials and failures
 * included.
 *
 * <p>A record never holds a request's or an answer's body, nor any secret. {@link
 * dev.slipway.controlplane.audit.AuditLog} writes records off the request's path, in order, sealed,
 * to numbered segments that are only ever appended to. What it took is on its way to the disk; what
 * it could not keep because the disk refused is counted, and the count is itself a record.
 *
 * <p>Not here: what is recorded when (the gate decides), and calls whose signature did not prove a
 * caller.
 */
@NullMarked
package dev.slipway.controlplane.audit;

import org.jspecify.annotations.NullMarked;
