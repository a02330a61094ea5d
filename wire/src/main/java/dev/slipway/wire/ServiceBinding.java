package dev.slipway.wire;

import java.util.List;
import java.util.function.BiConsumer;

/**
 * One AWS service as it is served: every operation of its model is either here or refused here;
 * what is in neither is unknown to AWS too.
 *
 * @param service the facts' service id: {@code ecs}, {@code ec2}, {@code sts}, {@code logs}
 * @param whenRefused told of each call that a refusal answered
 */
public record ServiceBinding(
        String service,
        List<OperationBinding<?, ?>> operations,
        List<Refusal> refusals,
        BiConsumer<Call, Refusal> whenRefused) {
    public ServiceBinding {
        operations = List.copyOf(operations);
        refusals = List.copyOf(refusals);
    }

    public ServiceBinding(
            String service, List<OperationBinding<?, ?>> operations, List<Refusal> refusals) {
        this(service, operations, refusals, (call, refusal) -> {});
    }
}
