package dev.slipway.controlplane.discovery;

import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.api.AwsService;
import dev.slipway.controlplane.api.ErrorForm;
import dev.slipway.controlplane.discovery.instance.Instances;
import dev.slipway.controlplane.discovery.namespace.Namespaces;
import dev.slipway.controlplane.discovery.operation.Operations;
import dev.slipway.controlplane.discovery.service.Services;
import dev.slipway.controlplane.discovery.tag.TaggedResources;
import dev.slipway.controlplane.state.Kind;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.AwsError;
import dev.slipway.wire.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The front door: Cloud Map as one service. */
public final class CloudMap {
    /** Every operation declares it. */
    private static final String UNSUPPORTED = "InvalidInput";

    private CloudMap() {}

    public static List<Kind<?>> kinds() {
        List<Kind<?>> kinds = new ArrayList<>();
        kinds.addAll(Operations.kinds());
        kinds.addAll(Namespaces.kinds());
        kinds.addAll(Services.kinds());
        kinds.addAll(Instances.kinds());
        return kinds;
    }

    /**
     * @param random for ids, and for the order in which instances are found
     */
    public static AwsService service(State state, RandomGenerator random) {
        List<AwsOperation<?, ?>> all = new ArrayList<>();
        all.addAll(Namespaces.operations(state, random));
        all.addAll(Services.operations(state, random));
        all.addAll(Instances.operations(state, random));
        all.addAll(Operations.operations(state));
        all.addAll(TaggedResources.operations(state));
        return new AwsService("servicediscovery", ErrorForm.JSON, all, refusals(), UNSUPPORTED);
    }

    private static List<Refusal> refusals() {
        return Stream.of(
                        "CreatePrivateDnsNamespace",
                        "CreatePublicDnsNamespace",
                        "UpdatePrivateDnsNamespace",
                        "UpdatePublicDnsNamespace")
                .map(CloudMap::noDns)
                .toList();
    }

    private static Refusal noDns(String operation) {
        String why = "DNS namespaces are not supported yet, since no resolver answers for them";
        String message = "Slipway does not support " + operation + ": " + why + ".";
        return new Refusal(operation, AwsError.of(UNSUPPORTED, message), why);
    }
}
