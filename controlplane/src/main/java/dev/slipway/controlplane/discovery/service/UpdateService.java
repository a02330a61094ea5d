package dev.slipway.controlplane.discovery.service;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.discovery.grammar.DiscoveryError;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.discovery.operation.OperationType;
import dev.slipway.controlplane.discovery.operation.Operations;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.servicediscovery.model.UpdateServiceRequest;
import software.amazon.awssdk.services.servicediscovery.model.UpdateServiceResponse;

/** Changes the description of a service. */
final class UpdateService implements AwsOperation<UpdateServiceRequest, UpdateServiceResponse> {
    private final State state;
    private final RandomGenerator ids;

    UpdateService(State state, RandomGenerator ids) {
        this.state = state;
        this.ids = ids;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return UpdateServiceRequest::builder;
    }

    @Override
    public List<Access> access(Call call, UpdateServiceRequest input) {
        return List.of(
                Services.access(
                        state,
                        DiscoveryName.scope(call),
                        "servicediscovery:UpdateService",
                        input.id()));
    }

    @Override
    public UpdateServiceResponse answer(Call call, UpdateServiceRequest input) {
        Scope scope = DiscoveryName.scope(call);
        if (input.service().dnsConfig() != null) {
            throw DiscoveryError.invalidInput(
                    "Service.DnsConfig is not supported: services of HTTP namespaces have no DNS records");
        }
        if (input.service().healthCheckConfig() != null) {
            throw DiscoveryError.invalidInput(
                    "Service.HealthCheckConfig is not supported: use HealthCheckCustomConfig");
        }
        String description = input.service().description();
        if (description == null) {
            throw DiscoveryError.invalidInput(
                    "Service.Description is required: nothing else can change");
        }
        String operation = Operations.newId(ids);
        state.commit(
                tx -> {
                    Service service = Services.get(tx, scope, input.id());
                    Services.put(tx, scope, service.withDescription(description));
                    return Operations.record(
                            tx,
                            scope,
                            operation,
                            OperationType.UPDATE_SERVICE,
                            Map.of("SERVICE", service.id()),
                            call.receivedAt());
                });
        return UpdateServiceResponse.builder().operationId(operation).build();
    }
}
