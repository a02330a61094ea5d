package dev.slipway.controlplane.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.api.AwsService;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;
import dev.slipway.wire.Call;
import dev.slipway.wire.Caller;
import dev.slipway.wire.facts.Rules;
import dev.slipway.wire.facts.ServiceFacts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.servicediscovery.model.CreateHttpNamespaceRequest;
import software.amazon.awssdk.services.servicediscovery.model.CreateHttpNamespaceResponse;
import software.amazon.awssdk.services.servicediscovery.model.CreateServiceRequest;
import software.amazon.awssdk.services.servicediscovery.model.CreateServiceResponse;
import software.amazon.awssdk.services.servicediscovery.model.GetOperationRequest;
import software.amazon.awssdk.services.servicediscovery.model.GetOperationResponse;
import software.amazon.awssdk.services.servicediscovery.model.RegisterInstanceRequest;
import software.amazon.awssdk.services.servicediscovery.model.RegisterInstanceResponse;

/** Asks Cloud Map as the server does: what breaks the model's rules never reaches an operation. */
final class DiscoveryDesk {
    static final Scope SCOPE = new Scope("111122223333", "us-east-1");
    static final String ARN = "arn:aws:servicediscovery:us-east-1:111122223333:";
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    final State state = State.inMemory(CloudMap.kinds());
    Instant now = NOW;
    private final ServiceFacts facts = ServiceFacts.of("servicediscovery");
    private final AwsService service = CloudMap.service(state, new Random(7));

    <O extends SdkPojo> O ask(SdkPojo request, Class<O> response) {
        broken(request)
                .ifPresent(
                        error -> {
                            throw error.asException();
                        });
        assertThat(access(request)).isNotEmpty();
        AwsOperation<SdkPojo, SdkPojo> operation = operation(request);
        return response.cast(operation.answer(call(request), request));
    }

    AwsError refusal(SdkPojo request) {
        long before = state.read().revision();
        Throwable thrown = catchThrowable(() -> ask(request, SdkPojo.class));
        assertThat(thrown).isInstanceOf(AwsException.class);
        assertThat(state.read().revision()).as("a refused call changes nothing").isEqualTo(before);
        return ((AwsException) thrown).error();
    }

    List<Access> access(SdkPojo request) {
        return operation(request).access(call(request), request);
    }

    private Optional<AwsError> broken(SdkPojo request) {
        return Rules.broken(facts, facts.operation(operationOf(request)).orElseThrow(), request);
    }

    /** The id of a new namespace. */
    String namespace(String name) {
        String operation =
                ask(
                                CreateHttpNamespaceRequest.builder().name(name).build(),
                                CreateHttpNamespaceResponse.class)
                        .operationId();
        return Objects.requireNonNull(
                ask(
                                GetOperationRequest.builder().operationId(operation).build(),
                                GetOperationResponse.class)
                        .operation()
                        .targetsAsStrings()
                        .get("NAMESPACE"));
    }

    /** The id of a new service without a health check. */
    String service(String namespace, String name) {
        return service(CreateServiceRequest.builder().namespaceId(namespace).name(name));
    }

    /** The id of a new service whose instances' health users tell. */
    String watchedService(String namespace, String name) {
        return service(
                CreateServiceRequest.builder()
                        .namespaceId(namespace)
                        .name(name)
                        .healthCheckCustomConfig(_ -> {}));
    }

    private String service(CreateServiceRequest.Builder request) {
        return ask(request.build(), CreateServiceResponse.class).service().id();
    }

    /** The operation. */
    String register(String service, String instance, Map<String, String> attributes) {
        return ask(
                        RegisterInstanceRequest.builder()
                                .serviceId(service)
                                .instanceId(instance)
                                .attributes(attributes)
                                .build(),
                        RegisterInstanceResponse.class)
                .operationId();
    }

    private static String operationOf(SdkPojo request) {
        return request.getClass().getSimpleName().replaceAll("Request$", "");
    }

    private Call call(SdkPojo request) {
        String account = SCOPE.account();
        Caller caller =
                new Caller(account, "arn:aws:iam::" + account + ":root", account, "AKIAEXAMPLE");
        return new Call(
                "request-1",
                "servicediscovery",
                operationOf(request),
                caller,
                SCOPE.region(),
                now,
                "127.0.0.1",
                "test");
    }

    @SuppressWarnings("unchecked")
    private AwsOperation<SdkPojo, SdkPojo> operation(SdkPojo request) {
        return (AwsOperation<SdkPojo, SdkPojo>)
                service.operations().stream()
                        .filter(o -> o.name().equals(operationOf(request)))
                        .findFirst()
                        .orElseThrow();
    }
}
