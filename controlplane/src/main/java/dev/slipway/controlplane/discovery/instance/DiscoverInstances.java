package dev.slipway.controlplane.discovery.instance;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.discovery.grammar.DiscoveryPages;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.servicediscovery.model.DiscoverInstancesRequest;
import software.amazon.awssdk.services.servicediscovery.model.DiscoverInstancesResponse;
import software.amazon.awssdk.services.servicediscovery.model.HttpInstanceSummary;

/** Finds instances of a service, in no order, so that their users spread. */
final class DiscoverInstances
        implements AwsOperation<DiscoverInstancesRequest, DiscoverInstancesResponse> {
    /** Of a request that says nothing of health: it fails open. */
    private static final String DEFAULT = "HEALTHY_OR_ELSE_ALL";

    private final State state;
    private final RandomGenerator random;

    DiscoverInstances(State state, RandomGenerator random) {
        this.state = state;
        this.random = random;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DiscoverInstancesRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DiscoverInstancesRequest input) {
        return List.of(
                Discovery.access(
                        "servicediscovery:DiscoverInstances",
                        input.namespaceName(),
                        input.serviceName()));
    }

    @Override
    public DiscoverInstancesResponse answer(Call call, DiscoverInstancesRequest input) {
        Scope scope = DiscoveryName.scope(call);
        Reader reader = state.read();
        Discovery found =
                Discovery.of(
                        reader,
                        scope,
                        input.namespaceName(),
                        input.serviceName(),
                        input.ownerAccount());
        List<Instance> matching =
                Instances.of(reader, scope, found.service(), "")
                        .filter(instance -> instance.has(input.queryParameters()))
                        .toList();
        List<Instance> shown =
                new ArrayList<>(
                        preferring(
                                input.optionalParameters(),
                                withHealth(input.healthStatusAsString(), matching)));
        Collections.shuffle(shown, random);
        return DiscoverInstancesResponse.builder()
                .instances(
                        shown.stream()
                                .limit(DiscoveryPages.size(input.maxResults()))
                                .map(instance -> summary(found, instance))
                                .toList())
                .instancesRevision(found.service().revision())
                .build();
    }

    /** Instances without a check pass every filter. */
    private static List<Instance> withHealth(@Nullable String asked, List<Instance> all) {
        String filter = Objects.requireNonNullElse(asked, DEFAULT);
        if (filter.equals("ALL")) {
            return all;
        }
        Health wanted = filter.equals("UNHEALTHY") ? Health.UNHEALTHY : Health.HEALTHY;
        List<Instance> passed =
                all.stream()
                        .filter(instance -> instance.health().orElse(wanted) == wanted)
                        .toList();
        return passed.isEmpty() && filter.equals("HEALTHY_OR_ELSE_ALL") ? all : passed;
    }

    /** Those that have the optional parameters too, unless none has. */
    private static List<Instance> preferring(Map<String, String> optional, List<Instance> all) {
        List<Instance> preferred = all.stream().filter(instance -> instance.has(optional)).toList();
        return preferred.isEmpty() ? all : preferred;
    }

    private static HttpInstanceSummary summary(Discovery found, Instance instance) {
        return HttpInstanceSummary.builder()
                .instanceId(instance.id())
                .namespaceName(found.namespace().name())
                .serviceName(found.service().name())
                .healthStatus(instance.healthText())
                .attributes(instance.attributes())
                .build();
    }
}
