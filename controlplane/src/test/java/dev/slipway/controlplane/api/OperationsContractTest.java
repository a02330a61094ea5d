package dev.slipway.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.controlplane.audit.AuditRecord;
import dev.slipway.controlplane.iam.RootOnlyAuthorizer;
import dev.slipway.wire.AwsException;
import dev.slipway.wire.Call;
import dev.slipway.wire.Caller;
import dev.slipway.wire.OperationBinding;
import dev.slipway.wire.Refusal;
import dev.slipway.wire.ServiceBinding;
import dev.slipway.wire.facts.Rules;
import dev.slipway.wire.facts.ServiceFacts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** What every operation of every service keeps to. */
class OperationsContractTest {
    private static final String ROLE = "arn:aws:sts::123456789012:assumed-role/app/task";
    private static final String ROOT = "arn:aws:iam::123456789012:root";

    @TempDir private Path folder;
    private AllServices services;
    private final List<AuditRecord> audit = new ArrayList<>();
    private final Gate gate = new Gate(new RootOnlyAuthorizer(), audit::add);

    @BeforeEach
    void open() {
        services = new AllServices(folder);
    }

    @AfterEach
    void close() {
        services.close();
    }

    @Test
    void aDeniedCallerGetsTheServicesDenialAndLeavesOneRecord() {
        for (AwsService service : services.list()) {
            for (OperationBinding<?, ?> operation : gate.bind(service).operations()) {
                audit.clear();
                if (operation.name().equals("GetCallerIdentity")) {
                    invoke(operation, ROLE); // the one that nobody is denied
                    assertThat(audit).hasSize(1);
                    continue;
                }
                AwsException denied =
                        catchThrowableOfType(AwsException.class, () -> invoke(operation, ROLE));
                checkDenial(service, operation.name(), denied);
                assertThat(audit)
                        .as(operation.name())
                        .extracting(AuditRecord::callerArn, AuditRecord::outcome)
                        .containsExactly(
                                org.assertj.core.groups.Tuple.tuple(ROLE, denied.error().code()));
            }
        }
    }

    private static void checkDenial(AwsService service, String name, AwsException denied) {
        String code =
                switch (service.form()) {
                    case JSON -> "AccessDeniedException";
                    case QUERY -> "AccessDenied";
                    case EC2 -> "UnauthorizedOperation";
                };
        assertThat(denied.error().code()).as(name).isEqualTo(code);
        assertThat(denied.error().httpStatus())
                .as(name)
                .isEqualTo(service.form() == ErrorForm.JSON ? 400 : 403);
        assertThat(denied.error().message())
                .as(name)
                .contains("User: " + ROLE + " is not authorized to perform: " + service.service())
                .contains("because no identity-based policy allows the " + service.service() + ":");
    }

    @Test
    void anEmptyInputThatTheModelAllowsIsAnsweredOrRefusedAndLeavesOneRecord() {
        for (AwsService service : services.list()) {
            for (OperationBinding<?, ?> operation : gate.bind(service).operations()) {
                if (isAgainstTheModel(service.service(), operation)) {
                    continue; // such a call never reaches the operation
                }
                audit.clear();
                try {
                    invoke(operation, ROOT);
                } catch (AwsException refused) {
                    assertThat(refused.error().senderFault())
                            .as("%s: %s", operation.name(), refused.getMessage())
                            .isTrue();
                }
                assertThat(audit).as(operation.name()).hasSize(1);
            }
        }
    }

    private static boolean isAgainstTheModel(String service, OperationBinding<?, ?> operation) {
        ServiceFacts facts = ServiceFacts.of(service);
        SdkPojo input = (SdkPojo) ((SdkBuilder<?, ?>) operation.newInput().get()).build();
        return facts.operation(operation.name())
                .flatMap(known -> Rules.broken(facts, known, input))
                .isPresent();
    }

    @Test
    void everyOperationDeclaresActionsInIamsForm() {
        for (AwsService service : services.list()) {
            for (AwsOperation<?, ?> operation : service.operations()) {
                assertThat(actions(operation))
                        .as(operation.name())
                        .isNotEmpty()
                        .allMatch(a -> a.matches("[a-z0-9-]+:[A-Z]\\w+"));
                assertThat(actions(operation).getFirst())
                        .as(operation.name())
                        .startsWith(service.service() + ":");
            }
        }
    }

    @Test
    void aRefusedOperationLeavesOneRecordToo() {
        for (AwsService service : services.list()) {
            ServiceBinding binding = gate.bind(service);
            for (Refusal refusal : binding.refusals()) {
                audit.clear();
                binding.whenRefused().accept(call(ROOT), refusal);
                assertThat(audit)
                        .extracting(AuditRecord::outcome)
                        .containsExactly(refusal.error().code());
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <I extends SdkPojo> List<String> actions(AwsOperation<I, ?> operation) {
        I input = (I) ((SdkBuilder<?, ?>) operation.newInput().get()).build();
        return operation.access(call(ROOT), input).stream().map(Access::action).toList();
    }

    @SuppressWarnings("unchecked")
    private static <I extends SdkPojo> void invoke(
            OperationBinding<I, ?> operation, String caller) {
        I input = (I) ((SdkBuilder<?, ?>) operation.newInput().get()).build();
        operation.invocation().invoke(call(caller), input);
    }

    private static Call call(String arn) {
        return new Call(
                "request",
                "service",
                "Operation",
                new Caller("123456789012", arn, "id", "ASIAX"),
                "us-east-1",
                Instant.parse("2026-01-02T03:04:05Z"),
                "127.0.0.1",
                "test");
    }
}
