/**
 * An AWS operation as this house declares it, and the gate that every call passes: authorize,
 * answer, audit.
 *
 * <p>Each operation is one small file in its service's room with AWS's exact name: validate, read,
 * decide, record, answer.
 */
@NullMarked
package dev.slipway.controlplane.api;

import org.jspecify.annotations.NullMarked;
