package dev.slipway.controlplane.ecs.taskdefinition;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.ecs.grammar.EcsError;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.state.Reader;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.wire.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.DeleteTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskDefinitionsResponse;
import software.amazon.awssdk.services.ecs.model.Failure;

/** Asks that INACTIVE revisions go; they are gone when nothing refers to them. */
final class DeleteTaskDefinitions
        implements AwsOperation<DeleteTaskDefinitionsRequest, DeleteTaskDefinitionsResponse> {
    private static final int MAX = 10;
    private static final String ACTIVE =
            "The specified task definition is still in ACTIVE status. Please deregister the target"
                    + " and try again.";

    private final State state;

    DeleteTaskDefinitions(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DeleteTaskDefinitionsRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DeleteTaskDefinitionsRequest in) {
        Scope scope = EcsName.scope(call);
        Reader reader = state.read();
        List<Access> accesses = new ArrayList<>();
        for (String reference : FromRequest.each(in.taskDefinitions())) {
            Tags tags = TaskDefinitions.tagsOf(reader, scope, reference);
            accesses.add(
                    new Access(
                            "ecs:DeleteTaskDefinitions",
                            List.of(TaskDefinitions.arnNamedBy(reader, scope, reference)),
                            tags.asResourceConditions()));
        }
        return accesses.isEmpty() ? List.of(Access.to("ecs:DeleteTaskDefinitions", "*")) : accesses;
    }

    @Override
    public DeleteTaskDefinitionsResponse answer(Call call, DeleteTaskDefinitionsRequest in) {
        Scope scope = EcsName.scope(call);
        List<String> references = FromRequest.each(in.taskDefinitions());
        if (references.isEmpty() || references.size() > MAX) {
            throw EcsError.invalidParameter(
                    "taskDefinitions must have between 1 and " + MAX + " entries.");
        }
        references.forEach(reference -> TaskDefinitions.requireRevision(scope, reference));
        List<software.amazon.awssdk.services.ecs.model.TaskDefinition> deleted = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        state.commit(
                transaction -> {
                    // The decision may run again: what an earlier run said is void.
                    deleted.clear();
                    failures.clear();
                    for (String reference : references) {
                        delete(transaction, call, scope, reference)
                                .ifPresentOrElse(
                                        it -> deleted.add(ToAnswer.taskDefinition(it)),
                                        () -> failures.add(failure(transaction, scope, reference)));
                    }
                    return deleted.size();
                });
        return DeleteTaskDefinitionsResponse.builder()
                .taskDefinitions(deleted)
                .failures(failures)
                .build();
    }

    private static Optional<TaskDefinition> delete(
            Transaction transaction, Call call, Scope scope, String reference) {
        Optional<TaskDefinition> found = TaskDefinitions.find(transaction, scope, reference);
        if (found.filter(TaskDefinition::active).isPresent()) {
            return Optional.empty();
        }
        Optional<TaskDefinition> deleted =
                found.map(
                        it ->
                                it.status() == TaskDefinition.Status.DELETE_IN_PROGRESS
                                        ? it
                                        : it.deleteRequested(call.receivedAt()));
        deleted.ifPresent(it -> TaskDefinitions.put(transaction, scope, it));
        return deleted;
    }

    private static Failure failure(Reader reader, Scope scope, String reference) {
        String arn = TaskDefinitions.arnNamedBy(reader, scope, reference);
        boolean active = TaskDefinitions.find(reader, scope, reference).isPresent();
        return Failure.builder()
                .arn(arn)
                .reason(active ? ACTIVE : "MISSING")
                .applyMutation(
                        b -> {
                            if (!active) {
                                b.detail("The specified task definition does not exist.");
                            }
                        })
                .build();
    }
}
