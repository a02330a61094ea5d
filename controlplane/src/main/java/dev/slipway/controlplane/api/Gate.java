package dev.slipway.controlplane.api;

import dev.slipway.controlplane.audit.AuditRecord;
import dev.slipway.controlplane.state.StorageRefusedException;
import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;
import dev.slipway.wire.Call;
import dev.slipway.wire.OperationBinding;
import dev.slipway.wire.Refusal;
import dev.slipway.wire.ServiceBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkPojo;

/**
 * What every call passes: authorize, answer, and one audit record whatever comes of it. A denied
 * call changes nothing and learns nothing of what is there.
 */
public final class Gate {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    /** Outcome of a call that was answered. */
    public static final String SUCCESS = "Success";

    private final Authorizer authorizer;
    private final Consumer<AuditRecord> audit;

    public Gate(Authorizer authorizer, Consumer<AuditRecord> audit) {
        this.authorizer = authorizer;
        this.audit = audit;
    }

    public ServiceBinding bind(AwsService service) {
        List<OperationBinding<?, ?>> bindings = new ArrayList<>();
        for (AwsOperation<?, ?> operation : service.operations()) {
            bindings.add(bind(service.form(), operation));
        }
        return new ServiceBinding(
                service.service(), bindings, service.refusals(), this::recordRefusal);
    }

    private <I extends SdkPojo, O extends SdkPojo> OperationBinding<I, O> bind(
            ErrorForm form, AwsOperation<I, O> operation) {
        DryRun dryRun = form == ErrorForm.EC2 ? DryRun.of(operation) : DryRun.NEVER;
        return new OperationBinding<>(
                operation.name(),
                operation.newInput(),
                (call, input) -> pass(form, operation, dryRun, call, input));
    }

    private <I extends SdkPojo, O extends SdkPojo> O pass(
            ErrorForm form, AwsOperation<I, O> operation, DryRun dryRun, Call call, I input) {
        List<Access> accesses = List.of();
        AwsError error = form.internal();
        try {
            accesses = operation.access(call, input);
            authorize(form, call, accesses);
            if (dryRun.asked(input)) {
                throw DryRun.wouldHaveSucceeded().asException();
            }
            O output = operation.answer(call, input);
            record(call, accesses, SUCCESS, 200);
            return output;
        } catch (AwsException refused) {
            error = refused.error();
        } catch (StorageRefusedException e) {
            LOG.error("{} {} was not recorded", call.operation(), call.requestId(), e);
            error = form.unavailable();
        } catch (RuntimeException e) {
            // A fault of ours: the caller gets the request id, the log the rest.
            LOG.error("{} {} failed", call.operation(), call.requestId(), e);
        }
        record(call, accesses, error.code(), error.httpStatus());
        throw error.asException();
    }

    private void authorize(ErrorForm form, Call call, List<Access> accesses) {
        if (accesses.isEmpty()) {
            throw new IllegalStateException(call.operation() + " declares no action");
        }
        for (Access access : accesses) {
            Optional<String> because = authorizer.denial(call, access);
            if (because.isPresent()) {
                throw form.denied(call.caller(), access, because.get()).asException();
            }
        }
    }

    private void recordRefusal(Call call, Refusal refusal) {
        record(call, List.of(), refusal.error().code(), refusal.error().httpStatus());
    }

    private void record(Call call, List<Access> accesses, String outcome, int httpStatus) {
        List<String> resources =
                accesses.stream().flatMap(a -> a.resources().stream()).distinct().toList();
        audit.accept(
                new AuditRecord(
                        call.receivedAt().toString(),
                        call.requestId(),
                        call.caller().account(),
                        call.caller().arn(),
                        call.caller().accessKeyId(),
                        call.region(),
                        call.sourceAddress(),
                        call.userAgent(),
                        call.service(),
                        call.operation(),
                        resources,
                        outcome,
                        httpStatus));
    }
}
