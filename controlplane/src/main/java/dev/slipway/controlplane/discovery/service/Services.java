package dev.slipway.controlplane.discovery.service;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.discovery.namespace.Namespace;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.wire.AwsException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The front door to services. */
public final class Services {
    private Services() {}

    public static List<Kind<?>> kinds() {
        return List.of(Service.KIND);
    }

    public static List<AwsOperation<?, ?>> operations(State state, RandomGenerator ids) {
        return List.of(
                new CreateService(state, ids),
                new GetService(state),
                new ListServices(state),
                new UpdateService(state, ids),
                new DeleteService(state),
                new GetServiceAttributes(state),
                new UpdateServiceAttributes(state),
                new DeleteServiceAttributes(state));
    }

    /** The service of an id or ARN. */
    public static Optional<Service> find(Reader reader, Scope scope, String idOrArn) {
        String id = DiscoveryName.id(scope, DiscoveryName.SERVICE, idOrArn);
        return reader.find(Service.KIND, Service.key(scope, id));
    }

    /**
     * @throws AwsException ServiceNotFound
     */
    public static Service get(Reader reader, Scope scope, String idOrArn) {
        return find(reader, scope, idOrArn).orElseThrow(() -> Refusals.notFound(idOrArn));
    }

    /**
     * The service of a namespace that instances are discovered of.
     *
     * @throws AwsException ServiceNotFound
     */
    public static Service named(Reader reader, Scope scope, Namespace namespace, String name) {
        return findNamed(reader, scope, namespace, name).orElseThrow(() -> Refusals.notFound(name));
    }

    static Optional<Service> findNamed(
            Reader reader, Scope scope, Namespace namespace, String name) {
        String place = Service.place(namespace.id(), name);
        return reader.listAfter(Service.KIND, Service.BY_NAME, scope, place, "")
                .findFirst()
                .map(Entry::value);
    }

    public static void put(Transaction tx, Scope scope, Service service) {
        tx.put(Service.KIND, Service.key(scope, service.id()), service);
    }

    /** What a caller needs to act on a service that need not exist: never throws. */
    public static Access access(State state, Scope scope, String action, @Nullable String idOrArn) {
        String arn = DiscoveryName.arnNamedBy(scope, DiscoveryName.SERVICE, idOrArn);
        Tags tags =
                Optional.ofNullable(idOrArn)
                        .flatMap(named -> find(state.read(), scope, named))
                        .map(Service::tags)
                        .orElse(Tags.none());
        Map<String, List<String>> conditions = new TreeMap<>(tags.asResourceConditions());
        conditions.put("servicediscovery:ServiceArn", List.of(arn));
        return new Access(action, List.of(arn), conditions);
    }
}
