package dev.slipway.controlplane.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.api.AwsService;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Refusal;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.EcsRequest;

class EcsServiceTest {
    private static final List<String> OF_TASKS =
            List.of(
                    "RunTask",
                    "StopTask",
                    "DescribeTasks",
                    "ListTasks",
                    "GetTaskProtection",
                    "UpdateTaskProtection");

    private final AwsService service =
            EcsService.of(State.inMemory(EcsService.kinds()), List.of(), List.of(), List.of());

    @Test
    void everyOperationOfAwssModelIsServedOrRefusedOnce() {
        List<String> ours = new ArrayList<>(OF_TASKS);
        service.operations().forEach(o -> ours.add(o.name()));
        service.refusals().forEach(r -> ours.add(r.operation()));
        assertThat(ours).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(ours)).isEqualTo(modelOperations()).hasSize(77);
    }

    @Test
    void everyRefusalNamesItsOperationAndSaysWhy() {
        for (Refusal refusal : service.refusals()) {
            assertThat(refusal.why()).isNotBlank();
            assertThat(refusal.error().message()).contains(refusal.operation(), refusal.why());
            assertThat(refusal.error().code())
                    .isIn("UnsupportedFeatureException", "InvalidParameterException");
        }
    }

    @Test
    void everyOperationMakesItsOwnRequestClass() {
        for (AwsOperation<?, ?> operation : service.operations()) {
            assertThat(operation.newInput().get().getClass().getName())
                    .contains("." + operation.name() + "Request");
        }
    }

    private static Set<String> modelOperations() {
        return Arrays.stream(EcsClient.class.getMethods())
                .flatMap(EcsServiceTest::request)
                .map(type -> type.getSimpleName().replaceAll("Request$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Class<?>> request(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .filter(type -> EcsRequest.class.isAssignableFrom(type));
    }
}
