/**
 * A service of a namespace: the name under which instances register, with attributes of its own.
 *
 * <p>The name is unique in its namespace and keeps its case. A service can be deleted once it has
 * no instance; how many it has, and the revision that moves with each of them that comes, changes
 * or goes, is kept in its record by the room of instances. A custom health check is chosen when the
 * service is made, for ever.
 *
 * <p>Not here: DNS records and Route 53 health checks, which are refused.
 */
@NullMarked
package dev.slipway.controlplane.discovery.service;

import org.jspecify.annotations.NullMarked;
