package dev.slipway.controlplane.discovery.instance;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.discovery.grammar.Submission;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * @param registration the request that registered it last, when that had an id
 * @param health absent where the service has no custom health check
 */
record Instance(
        String serviceId,
        String id,
        Optional<Submission> registration,
        SortedMap<String, String> attributes,
        Optional<Health> health) {
    static final Kind.Index<Instance> BY_REQUEST =
            new Kind.Index<>(
                    "by-request",
                    instance ->
                            instance
                                    .registration()
                                    .map(it -> place(instance.serviceId(), it.requestId() + " "))
                                    .stream()
                                    .toList());
    static final Kind<Instance> KIND =
            Kind.of("discovery-instance", Instance.class).indexed(BY_REQUEST);

    Instance {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    static Key key(Scope scope, String serviceId, String id) {
        return Key.of(scope, place(serviceId, id));
    }

    /** No service's id has a slash, so that the instances of one lie side by side. */
    static String place(String serviceId, String name) {
        return serviceId + "/" + name;
    }

    Instance withHealth(Health told) {
        return new Instance(serviceId, id, registration, attributes, Optional.of(told));
    }

    String healthText() {
        return health.map(Health::name).orElse(Health.UNKNOWN);
    }

    boolean has(Map<String, String> wanted) {
        return attributes.entrySet().containsAll(wanted.entrySet());
    }
}
