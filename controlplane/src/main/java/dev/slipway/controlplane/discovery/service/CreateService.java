package dev.slipway.controlplane.discovery.service;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.discovery.grammar.DiscoveryError;
import dev.slipway.controlplane.discovery.grammar.DiscoveryName;
import dev.slipway.controlplane.discovery.grammar.DiscoveryTags;
import dev.slipway.controlplane.discovery.grammar.Submission;
import dev.slipway.controlplane.discovery.namespace.Namespace;
import dev.slipway.controlplane.discovery.namespace.Namespaces;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.servicediscovery.model.CreateServiceRequest;
import software.amazon.awssdk.services.servicediscovery.model.CreateServiceResponse;

/** Makes a service in a namespace; its name must be free there. */
final class CreateService implements AwsOperation<CreateServiceRequest, CreateServiceResponse> {
    private final State state;
    private final RandomGenerator ids;

    CreateService(State state, RandomGenerator ids) {
        this.state = state;
        this.ids = ids;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return CreateServiceRequest::builder;
    }

    @Override
    public List<Access> access(Call call, CreateServiceRequest input) {
        String namespace =
                DiscoveryName.arnNamedBy(
                        DiscoveryName.scope(call), DiscoveryName.NAMESPACE, input.namespaceId());
        return DiscoveryTags.creating("servicediscovery:CreateService", namespace, input.tags());
    }

    @Override
    public CreateServiceResponse answer(Call call, CreateServiceRequest input) {
        Scope scope = DiscoveryName.scope(call);
        requireNoDns(input);
        String namespaceId =
                Optional.ofNullable(input.namespaceId())
                        .filter(id -> !id.isEmpty())
                        .orElseThrow(() -> DiscoveryError.invalidInput("NamespaceId is required"));
        Optional<String> description = Optional.ofNullable(input.description());
        boolean customHealth = input.healthCheckCustomConfig() != null;
        Tags tags = DiscoveryTags.checked(input.tags(), input.name());
        String id = DiscoveryName.newId(ids, "srv-");
        Optional<Submission> creation =
                Submission.of(
                        input.creatorRequestId(), id, description, customHealth, tags.byKey());
        Service answer =
                state.commit(
                        tx -> {
                            Namespace namespace = Namespaces.get(tx, scope, namespaceId);
                            Service made =
                                    new Service(
                                            id,
                                            namespace.id(),
                                            input.name(),
                                            description,
                                            customHealth,
                                            call.receivedAt(),
                                            creation,
                                            0,
                                            tx.revision() + 1,
                                            new TreeMap<>(),
                                            tags);
                            return record(tx, scope, namespace, made);
                        });
        return CreateServiceResponse.builder().service(ServiceAnswer.whole(scope, answer)).build();
    }

    private static void requireNoDns(CreateServiceRequest input) {
        if (input.dnsConfig() != null) {
            throw DiscoveryError.invalidInput(
                    "DnsConfig is not supported: services of HTTP namespaces have no DNS records");
        }
        if (input.healthCheckConfig() != null) {
            throw DiscoveryError.invalidInput(
                    "HealthCheckConfig is not supported: use HealthCheckCustomConfig");
        }
    }

    /** A repeated request gets what the first one made. */
    private static Service record(Transaction tx, Scope scope, Namespace namespace, Service made) {
        Optional<Service> there = Services.findNamed(tx, scope, namespace, made.name());
        if (there.isPresent()) {
            boolean same =
                    made.creation().isPresent()
                            && there.get()
                                    .creation()
                                    .map(CreateService::withoutOutcome)
                                    .equals(made.creation().map(CreateService::withoutOutcome));
            if (!same) {
                throw Refusals.exists(there.get());
            }
            return there.get();
        }
        Services.put(tx, scope, made);
        Namespaces.put(tx, scope, namespace.withServices(namespace.services() + 1));
        return made;
    }

    private static Submission withoutOutcome(Submission submission) {
        return new Submission(submission.requestId(), "", submission.asked());
    }
}
