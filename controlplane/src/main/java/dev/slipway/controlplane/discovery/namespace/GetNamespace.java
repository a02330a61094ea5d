package dev.slipway.controlplane.discovery.namespace;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.servicediscovery.model.GetNamespaceRequest;
import software.amazon.awssdk.services.servicediscovery.model.GetNamespaceResponse;

/** Describes a namespace. */
final class GetNamespace implements AwsOperation<GetNamespaceRequest, GetNamespaceResponse> {
    private final State state;

    GetNamespace(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return GetNamespaceRequest::builder;
    }

    @Override
    public List<Access> access(Call call, GetNamespaceRequest input) {
        return List.of(
                Namespaces.access(
                        state,
                        DiscoveryName.scope(call),
                        "servicediscovery:GetNamespace",
                        input.id()));
    }

    @Override
    public GetNamespaceResponse answer(Call call, GetNamespaceRequest input) {
        Scope scope = DiscoveryName.scope(call);
        Namespace namespace = Namespaces.get(state.read(), scope, input.id());
        return GetNamespaceResponse.builder()
                .namespace(NamespaceAnswer.whole(scope, namespace))
                .build();
    }
}
