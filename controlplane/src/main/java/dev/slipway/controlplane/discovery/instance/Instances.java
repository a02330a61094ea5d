package dev.slipway.controlplane.discovery.instance;

import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.discovery.service.Service;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.AwsException;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The front door to instances. */
public final class Instances {
    /** Instances of a service: AWS's quota, and what one call can discover. */
    static final int MOST = 1000;

    private Instances() {}

    public static List<Kind<?>> kinds() {
        return List.of(Instance.KIND);
    }

    public static List<AwsOperation<?, ?>> operations(State state, RandomGenerator random) {
        return List.of(
                new RegisterInstance(state, random),
                new DeregisterInstance(state, random),
                new GetInstance(state),
                new ListInstances(state),
                new UpdateInstanceCustomHealthStatus(state),
                new GetInstancesHealthStatus(state),
                new DiscoverInstances(state, random),
                new DiscoverInstancesRevision(state));
    }

    static Optional<Instance> find(Reader reader, Scope scope, Service service, String id) {
        return reader.find(Instance.KIND, Instance.key(scope, service.id(), id));
    }

    /**
     * @throws AwsException InstanceNotFound
     */
    static Instance get(Reader reader, Scope scope, Service service, String id) {
        return find(reader, scope, service, id).orElseThrow(() -> Refusals.notFound(id));
    }

    /** The instance that a request with this id registered. */
    static Optional<Instance> requested(
            Reader reader, Scope scope, Service service, String requestId) {
        String place = Instance.place(service.id(), requestId + " ");
        return reader.listAfter(Instance.KIND, Instance.BY_REQUEST, scope, place, "")
                .findFirst()
                .map(Entry::value)
                .filter(
                        found ->
                                found.registration().stream()
                                        .anyMatch(made -> made.requestId().equals(requestId)));
    }

    /**
     * By id.
     *
     * @param after an instance's id; empty for all
     */
    static Stream<Instance> of(Reader reader, Scope scope, Service service, String after) {
        return reader.listAfter(
                        Instance.KIND,
                        scope,
                        Instance.place(service.id(), ""),
                        Instance.place(service.id(), after))
                .map(Entry::value);
    }
}
