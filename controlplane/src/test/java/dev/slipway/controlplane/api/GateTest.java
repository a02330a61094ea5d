package dev.slipway.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.controlplane.audit.AuditRecord;
import dev.slipway.controlplane.state.StorageRefusedException;
import dev.slipway.wire.AwsException;
import dev.slipway.wire.Call;
import dev.slipway.wire.Caller;
import dev.slipway.wire.OperationBinding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;

class GateTest {
    private final List<AuditRecord> audit = new ArrayList<>();
    private Optional<String> denial = Optional.empty();
    private Supplier<DescribeVpcsResponse> answer = () -> DescribeVpcsResponse.builder().build();

    @Test
    void aDryRunSaysWhetherTheCallerMayAndDoesNothing() {
        answer =
                () -> {
                    throw new AssertionError("a dry run must not be answered");
                };
        assertThat(refused(true).error().code()).isEqualTo("DryRunOperation");
        assertThat(refused(true).error().httpStatus()).isEqualTo(412);
        denial = Optional.of("because no identity-based policy allows the ec2:DescribeVpcs action");
        assertThat(refused(true).error().code()).isEqualTo("UnauthorizedOperation");
        assertThat(audit)
                .extracting(AuditRecord::outcome)
                .containsExactly("DryRunOperation", "DryRunOperation", "UnauthorizedOperation");
    }

    @Test
    void aFullDiskAndAFaultOfOursAreAnsweredAndRecorded() {
        answer =
                () -> {
                    throw new StorageRefusedException("disk full", new IllegalStateException());
                };
        assertThat(refused(false).error().httpStatus()).isEqualTo(503);
        answer =
                () -> {
                    throw new IllegalStateException("a secret detail");
                };
        AwsException failed = refused(false);
        assertThat(failed.error().code()).isEqualTo("InternalError");
        assertThat(failed.error().message()).doesNotContain("secret");
        assertThat(audit)
                .extracting(AuditRecord::outcome)
                .containsExactly("ServiceUnavailable", "InternalError");
    }

    private AwsException refused(boolean dryRun) {
        return catchThrowableOfType(AwsException.class, () -> call(dryRun));
    }

    @SuppressWarnings("unchecked")
    private void call(boolean dryRun) {
        AwsService service =
                new AwsService(
                        "ec2", ErrorForm.EC2, List.of(new DescribeVpcs()), List.of(), "Nope");
        Gate gate = new Gate((call, access) -> denial, audit::add);
        OperationBinding<DescribeVpcsRequest, ?> binding =
                (OperationBinding<DescribeVpcsRequest, ?>)
                        gate.bind(service).operations().getFirst();
        binding.invocation()
                .invoke(
                        new Call(
                                "request",
                                "ec2",
                                "DescribeVpcs",
                                new Caller("123456789012", "arn:root", "id", "AKIAX"),
                                "us-east-1",
                                Instant.parse("2026-01-02T03:04:05Z"),
                                "127.0.0.1",
                                "test"),
                        DescribeVpcsRequest.builder().dryRun(dryRun).build());
    }

    private final class DescribeVpcs
            implements AwsOperation<DescribeVpcsRequest, DescribeVpcsResponse> {
        @Override
        public Supplier<? extends SdkPojo> newInput() {
            return DescribeVpcsRequest::builder;
        }

        @Override
        public List<Access> access(Call call, DescribeVpcsRequest input) {
            return List.of(Access.to("ec2:DescribeVpcs", "*"));
        }

        @Override
        public DescribeVpcsResponse answer(Call call, DescribeVpcsRequest input) {
            return answer.get();
        }
    }
}
