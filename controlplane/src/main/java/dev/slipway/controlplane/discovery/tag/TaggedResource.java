package dev.slipway.controlplane.discovery.tag;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.aws.Arn;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.discovery.grammar.DiscoveryError;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.discovery.namespace.Namespace;
import dev.slipway.controlplane.discovery.namespace.Namespaces;
import dev.slipway.controlplane.discovery.service.Service;
import dev.slipway.controlplane.discovery.service.Services;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A namespace or service that a request names by its ARN. */
sealed interface TaggedResource {

    /** As it is recorded. */
    record OfNamespace(Namespace namespace) implements TaggedResource {
        @Override
        public Tags tags() {
            return namespace.tags();
        }

        @Override
        public void put(Transaction tx, Scope scope, Tags tags) {
            Namespaces.put(tx, scope, namespace.withTags(tags));
        }
    }

    /** As it is recorded. */
    record OfService(Service service) implements TaggedResource {
        @Override
        public Tags tags() {
            return service.tags();
        }

        @Override
        public void put(Transaction tx, Scope scope, Tags tags) {
            Services.put(tx, scope, service.withTags(tags));
        }
    }

    Tags tags();

    void put(Transaction tx, Scope scope, Tags tags);

    /**
     * @throws AwsException InvalidInput for what is no ARN of Cloud Map; ResourceNotFoundException
     */
    static TaggedResource find(Reader reader, Scope scope, String text) {
        Arn arn =
                Arn.parse(text)
                        .filter(it -> it.service().equals("servicediscovery"))
                        .orElseThrow(
                                () ->
                                        DiscoveryError.invalidInput(
                                                "ResourceARN is not valid: " + text));
        return DiscoveryName.id(scope, DiscoveryName.NAMESPACE, arn)
                .flatMap(id -> Namespaces.find(reader, scope, id))
                .<TaggedResource>map(OfNamespace::new)
                .or(
                        () ->
                                DiscoveryName.id(scope, DiscoveryName.SERVICE, arn)
                                        .flatMap(id -> Services.find(reader, scope, id))
                                        .map(OfService::new))
                .orElseThrow(
                        () ->
                                AwsError.of(
                                                "ResourceNotFoundException",
                                                "Resource " + text + " not found")
                                        .asException());
    }

    static Access access(
            String action, @Nullable String arn, Map<String, List<String>> conditions) {
        return new Access(action, List.of(arn == null || arn.isEmpty() ? "*" : arn), conditions);
    }
}
