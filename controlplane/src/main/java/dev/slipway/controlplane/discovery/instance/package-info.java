/**
 * An instance of a service: an id that is unique there, with attributes by which it is found.
 *
 * <p>Registering an id again changes the instance. Where the service has a custom health check,
 * users tell whether an instance is healthy; it is when it registers, unless {@code
 * AWS_INIT_HEALTH_STATUS} says otherwise. What users tell holds at once (AWS waits about 30
 * seconds). Without a check the health is {@code UNKNOWN} and hides nobody.
 *
 * <p>The service's revision moves when an instance is registered, changed or deregistered, not with
 * health.
 */
@NullMarked
package dev.slipway.controlplane.discovery.instance;

import org.jspecify.annotations.NullMarked;
