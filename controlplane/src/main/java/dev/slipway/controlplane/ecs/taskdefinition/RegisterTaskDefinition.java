package dev.slipway.controlplane.ecs.taskdefinition;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.grammar.EcsError;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.controlplane.ecs.grammar.EcsTags;
import dev.slipway.controlplane.ecs.grammar.NulBytes;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.state.Transaction;
import dev.slipway.wire.Call;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;

/** Creates the next revision of a family. */
final class RegisterTaskDefinition
        implements AwsOperation<RegisterTaskDefinitionRequest, RegisterTaskDefinitionResponse> {
    private static final Map<String, List<String>> TO_TASKS =
            Map.of("iam:PassedToService", List.of("ecs-tasks.amazonaws.com"));
    private static final int MAX_REVISION = 1_000_000;

    private final State state;

    RegisterTaskDefinition(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return RegisterTaskDefinitionRequest::builder;
    }

    @Override
    public List<Access> access(Call call, RegisterTaskDefinitionRequest in) {
        Scope scope = EcsName.scope(call);
        String family = Objects.requireNonNullElse(in.family(), "");
        String arn = EcsName.arn(scope, TaskDefinitions.TYPE, family + ":*");
        List<Access> accesses =
                new ArrayList<>(
                        EcsTags.accessWithTags(
                                Access.to("ecs:RegisterTaskDefinition", arn), name(), in.tags()));
        Set<String> roles = new LinkedHashSet<>();
        for (String role : new String[] {in.taskRoleArn(), in.executionRoleArn()}) {
            if (role != null && !role.isEmpty()) {
                boolean named = !role.startsWith("arn:");
                roles.add(named ? "arn:aws:iam::" + scope.account() + ":role/" + role : role);
            }
        }
        roles.forEach(role -> accesses.add(new Access("iam:PassRole", List.of(role), TO_TASKS)));
        return accesses;
    }

    @Override
    public RegisterTaskDefinitionResponse answer(Call call, RegisterTaskDefinitionRequest in) {
        Scope scope = EcsName.scope(call);
        DocumentRules.requireFamily(Objects.requireNonNullElse(in.family(), ""));
        DocumentSize.require(in);
        NulBytes.in(in)
                .ifPresent(
                        field -> {
                            throw Refusals.document("'" + field + "' has a NUL character.");
                        });
        refuseAccelerators(in);
        TaskDefinition draft = FromRequest.draft(in, scope, call.caller().arn(), call.receivedAt());
        boolean required = draft.requiresCompatibilities().contains("FARGATE");
        if (required) {
            FargateRules.requireSizes(draft);
        }
        DocumentRules.check(draft);
        if (required) {
            FargateRules.check(draft);
        }
        boolean fargate = required || FargateRules.fits(draft);
        List<String> fits = compatibilities(draft, fargate);
        List<String> attributes = RequiredAttributes.of(draft);
        TaskDefinition registered =
                state.commit(
                        transaction -> {
                            int revision = nextRevision(transaction, scope, draft.family());
                            String arn =
                                    EcsName.arn(
                                            scope,
                                            TaskDefinitions.TYPE,
                                            draft.family() + ":" + revision);
                            TaskDefinition it = draft.registered(revision, arn, fits, attributes);
                            TaskDefinitions.put(transaction, scope, it);
                            return it;
                        });
        return RegisterTaskDefinitionResponse.builder()
                .taskDefinition(ToAnswer.taskDefinition(registered))
                .tags(EcsTags.onTheWire(registered.tags()))
                .build();
    }

    private static int nextRevision(Transaction transaction, Scope scope, String family) {
        int last =
                TaskDefinitions.family(transaction, scope, family)
                        .map(TaskDefinitions.Family::lastRevision)
                        .orElse(0);
        if (last >= MAX_REVISION) {
            throw EcsError.limitExceeded("A family can have at most 1000000 revisions.");
        }
        return last + 1;
    }

    private static List<String> compatibilities(TaskDefinition draft, boolean fargate) {
        List<String> fits = new ArrayList<>();
        if (!draft.networkMode().equals("awsvpc")) {
            fits.add("EXTERNAL");
        }
        fits.add("EC2");
        if (draft.requiresCompatibilities().contains("MANAGED_INSTANCES")) {
            fits.add("MANAGED_INSTANCES");
        }
        if (fargate) {
            fits.add("FARGATE");
        }
        for (String required : draft.requiresCompatibilities()) {
            if (!fits.contains(required)) {
                throw Refusals.document(
                        "The task definition does not fit the launch type "
                                + required
                                + ": networkMode awsvpc is not supported there.");
            }
        }
        return fits;
    }

    /** The model still has the field, its service is closed. */
    @SuppressWarnings("deprecation")
    private static void refuseAccelerators(RegisterTaskDefinitionRequest in) {
        if (!in.inferenceAccelerators().isEmpty()) {
            throw Refusals.document("inferenceAccelerators are no longer supported.");
        }
    }
}
