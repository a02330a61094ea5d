package dev.slipway.controlplane.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.api.AwsService;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.cluster.ClusterContents;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;
import dev.slipway.wire.Call;
import dev.slipway.wire.Caller;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/** Asks ECS as the gate does, over state in memory and a fixed clock. */
final class EcsDesk {
    static final Scope SCOPE = new Scope("111122223333", "us-east-1");
    static final String ARN = "arn:aws:ecs:us-east-1:111122223333:";
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    final State state = State.inMemory(EcsService.kinds());

    /** What other rooms say is in every cluster. */
    ClusterContents contents = ClusterContents.NOTHING;

    private final AwsService service =
            EcsService.of(
                    state, List.of((reader, scope, cluster) -> contents), List.of(), List.of());

    private final String account;

    EcsDesk() {
        this(SCOPE.account());
    }

    EcsDesk(String account) {
        this.account = account;
    }

    <O extends SdkPojo> O ask(SdkPojo request, Class<O> response) {
        Call call = call(operationOf(request));
        AwsOperation<SdkPojo, SdkPojo> operation = operation(call.operation());
        assertThat(operation.access(call, request)).isNotEmpty();
        return response.cast(operation.answer(call, request));
    }

    AwsError refusal(SdkPojo request) {
        Call call = call(operationOf(request));
        AwsOperation<SdkPojo, SdkPojo> operation = operation(call.operation());
        assertThat(operation.access(call, request)).isNotEmpty();
        long before = state.read().revision();
        Throwable thrown = catchThrowable(() -> operation.answer(call, request));
        assertThat(thrown).isInstanceOf(AwsException.class);
        assertThat(state.read().revision()).as("a refused call changes nothing").isEqualTo(before);
        return ((AwsException) thrown).error();
    }

    List<Access> access(SdkPojo request) {
        Call call = call(operationOf(request));
        return operation(call.operation()).access(call, request);
    }

    private static String operationOf(SdkPojo request) {
        return request.getClass().getSimpleName().replaceAll("Request$", "");
    }

    private Call call(String operation) {
        Caller caller =
                new Caller(account, "arn:aws:iam::" + account + ":root", account, "AKIAEXAMPLE");
        return new Call(
                "request-1", "ecs", operation, caller, SCOPE.region(), NOW, "127.0.0.1", "test");
    }

    @SuppressWarnings("unchecked")
    private AwsOperation<SdkPojo, SdkPojo> operation(String name) {
        return (AwsOperation<SdkPojo, SdkPojo>)
                service.operations().stream()
                        .filter(o -> o.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    static ContainerDefinition.Builder container(String name) {
        return ContainerDefinition.builder().name(name).image("busybox:1.36");
    }

    /** A Fargate document with one container, without a role. */
    static RegisterTaskDefinitionRequest.Builder fargate(String family) {
        return RegisterTaskDefinitionRequest.builder()
                .family(family)
                .requiresCompatibilitiesWithStrings("FARGATE")
                .networkMode("awsvpc")
                .cpu("256")
                .memory("512")
                .containerDefinitions(container("web").build());
    }
}
