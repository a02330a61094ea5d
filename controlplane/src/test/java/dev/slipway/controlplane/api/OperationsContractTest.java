package dev.slipway.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.controlplane.audit.AuditRecord;
import dev.slipway.controlplane.ec2.DefaultNetwork;
import dev.slipway.controlplane.ec2.Ec2;
import dev.slipway.controlplane.iam.RootOnlyAuthorizer;
import dev.slipway.controlplane.state.State;
import dev.slipway.controlplane.sts.Sts;
import dev.slipway.wire.AwsException;
import dev.slipway.wire.Call;
import dev.slipway.wire.Caller;
import dev.slipway.wire.OperationBinding;
import dev.slipway.wire.facts.ServiceFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** What every operation of every service keeps to. */
class OperationsContractTest {
    private static final String ROLE = "arn:aws:sts::123456789012:assumed-role/app/task";

    private final State state = State.inMemory(Ec2.kinds());
    private final List<AuditRecord> audit = new ArrayList<>();
    private final Gate gate = new Gate(new RootOnlyAuthorizer(), audit::add);

    private AwsService service(String name) {
        return switch (name) {
            case "ec2" -> Ec2.service(new DefaultNetwork(state, new Random(1)));
            case "sts" -> Sts.service();
            default -> throw new IllegalArgumentException(name);
        };
    }

    @AfterEach
    void close() {
        state.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec2", "sts"})
    void aDeniedCallerGetsTheServicesDenialAndLeavesOneRecord(String name) {
        for (OperationBinding<?, ?> operation : gate.bind(service(name)).operations()) {
            audit.clear();
            if (operation.name().equals("GetCallerIdentity")) {
                invoke(operation, ROLE);
                assertThat(audit).extracting(AuditRecord::outcome).containsExactly(Gate.SUCCESS);
                continue;
            }
            AwsException denied =
                    catchThrowableOfType(AwsException.class, () -> invoke(operation, ROLE));
            String code = name.equals("ec2") ? "UnauthorizedOperation" : "AccessDenied";
            assertThat(denied.error().code()).as(operation.name()).isEqualTo(code);
            assertThat(denied.error().httpStatus()).isEqualTo(403);
            assertThat(denied.error().message())
                    .contains("User: " + ROLE + " is not authorized to perform: " + name + ":")
                    .contains("because no identity-based policy allows the " + name + ":");
            assertThat(audit).extracting(AuditRecord::outcome).containsExactly(code);
            assertThat(audit.getFirst().callerArn()).isEqualTo(ROLE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec2", "sts"})
    void everyOperationDeclaresItsActionAndAnswersOrRefusesButNeverFails(String name) {
        for (OperationBinding<?, ?> operation : gate.bind(service(name)).operations()) {
            audit.clear();
            try {
                invoke(operation, "arn:aws:iam::123456789012:root");
            } catch (AwsException refused) {
                assertThat(refused.error().httpStatus()).as(operation.name()).isEqualTo(400);
            }
            assertThat(audit).as(operation.name()).hasSize(1);
        }
        for (AwsOperation<?, ?> operation : service(name).operations()) {
            assertThat(actions(operation))
                    .isNotEmpty()
                    .allMatch(a -> a.matches("[a-z0-9-]+:[A-Z]\\w+"));
            assertThat(actions(operation).getFirst()).isEqualTo(name + ":" + operation.name());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec2", "sts"})
    void everyOperationOfTheModelIsServedOrRefused(String name) {
        TreeSet<String> model = new TreeSet<>();
        ServiceFacts.of(name).operations().forEach(model::add);
        AwsService whole = service(name).covering(model);
        TreeSet<String> known = new TreeSet<>();
        whole.operations().forEach(o -> known.add(o.name()));
        whole.refusals().forEach(r -> known.add(r.operation()));
        assertThat(known).isEqualTo(model);
    }

    @SuppressWarnings("unchecked")
    private static <I extends SdkPojo> List<String> actions(AwsOperation<I, ?> operation) {
        I input = (I) ((SdkBuilder<?, ?>) operation.newInput().get()).build();
        return operation.access(call("arn:aws:iam::123456789012:root"), input).stream()
                .map(Access::action)
                .toList();
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
