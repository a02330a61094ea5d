/**
 * A namespace: the name under which services are found. Only HTTP namespaces, whose instances are
 * discovered by API calls: no resolver answers for DNS namespaces yet.
 *
 * <p>The name is unique among an account's HTTP namespaces in a region and keeps its case. A
 * namespace can be deleted once it has no service; how many it has is counted in its record by the
 * room of services.
 */
@NullMarked
package dev.slipway.controlplane.discovery.namespace;

import org.jspecify.annotations.NullMarked;
