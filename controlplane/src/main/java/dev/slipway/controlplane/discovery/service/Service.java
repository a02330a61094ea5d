package dev.slipway.controlplane.discovery.service;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.discovery.grammar.Submission;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.Kind;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * @param customHealth whether users tell the health of its instances
 * @param creation the request that made it, when that had an id
 * @param instances how many it has
 * @param revision of its instances: never the same for two sets of them, and only growing
 * @param attributes at most {@link #MOST_ATTRIBUTES}
 */
public record Service(
        String id,
        String namespaceId,
        String name,
        Optional<String> description,
        boolean customHealth,
        Instant createdAt,
        Optional<Submission> creation,
        int instances,
        long revision,
        SortedMap<String, String> attributes,
        Tags tags) {
    /** Discovered by API calls alone: the one type that there is. */
    static final String TYPE = "HTTP";

    static final int MOST_ATTRIBUTES = 30;

    static final Kind.Index<Service> BY_NAME =
            new Kind.Index<>("by-name", service -> List.of(service.place()));
    static final Kind<Service> KIND = Kind.of("discovery-service", Service.class).indexed(BY_NAME);

    public Service {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    static Key key(Scope scope, String id) {
        return Key.of(scope, id);
    }

    /** Services of one namespace lie side by side, by name. */
    String place() {
        return place(namespaceId, name);
    }

    /** No name has a space: nothing else starts with this. */
    static String place(String namespaceId, String name) {
        return inNamespace(namespaceId) + name + " ";
    }

    static String inNamespace(String namespaceId) {
        return namespaceId + "/";
    }

    Service withDescription(String text) {
        return new Service(
                id,
                namespaceId,
                name,
                Optional.of(text),
                customHealth,
                createdAt,
                creation,
                instances,
                revision,
                attributes,
                tags);
    }

    Service withAttributes(SortedMap<String, String> others) {
        return new Service(
                id,
                namespaceId,
                name,
                description,
                customHealth,
                createdAt,
                creation,
                instances,
                revision,
                others,
                tags);
    }

    public Service withInstances(int count, long newRevision) {
        return new Service(
                id,
                namespaceId,
                name,
                description,
                customHealth,
                createdAt,
                creation,
                count,
                newRevision,
                attributes,
                tags);
    }

    public Service withTags(Tags others) {
        return new Service(
                id,
                namespaceId,
                name,
                description,
                customHealth,
                createdAt,
                creation,
                instances,
                revision,
                attributes,
                others);
    }
}
