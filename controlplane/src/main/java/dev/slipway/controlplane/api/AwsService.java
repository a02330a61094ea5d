package dev.slipway.controlplane.api;

import dev.slipway.wire.AwsError;
import dev.slipway.wire.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * One AWS service as this house offers it.
 *
 * @param service the facts' service id, such as {@code ecs}
 * @param form how it words the gate's errors
 * @param operations what is served
 * @param refusals what is refused by name
 * @param unsupportedCode the error code for every other operation of AWS's model
 */
public record AwsService(
        String service,
        ErrorForm form,
        List<AwsOperation<?, ?>> operations,
        List<Refusal> refusals,
        String unsupportedCode) {
    public AwsService {
        operations = List.copyOf(operations);
        refusals = List.copyOf(refusals);
    }

    /** Refuses what AWS's model has beyond the operations and refusals named so far. */
    public AwsService covering(Collection<String> modelOperations) {
        TreeSet<String> missing = new TreeSet<>(modelOperations);
        operations.forEach(o -> missing.remove(o.name()));
        refusals.forEach(r -> missing.remove(r.operation()));
        List<Refusal> all = new ArrayList<>(refusals);
        for (String operation : missing) {
            String message = "Slipway does not support " + operation + ".";
            all.add(
                    new Refusal(
                            operation, AwsError.of(unsupportedCode, message), "not supported yet"));
        }
        return new AwsService(service, form, operations, all, unsupportedCode);
    }
}
