package dev.slipway.controlplane.logs;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyResponse;

/** Sets how many days events are kept. */
final class PutRetentionPolicy
        implements AwsOperation<PutRetentionPolicyRequest, PutRetentionPolicyResponse> {
    private static final List<Integer> DAYS =
            List.of(
                    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192,
                    2557, 2922, 3288, 3653);

    private final State state;

    PutRetentionPolicy(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return PutRetentionPolicyRequest::builder;
    }

    @Override
    public List<Access> access(Call call, PutRetentionPolicyRequest input) {
        return List.of(
                LogAccess.group(
                        "logs:PutRetentionPolicy",
                        Lookup.scope(call),
                        input.logGroupName(),
                        Tags.none()));
    }

    @Override
    public PutRetentionPolicyResponse answer(Call call, PutRetentionPolicyRequest input) {
        Scope scope = Lookup.scope(call);
        String name = LogNames.group(input.logGroupName());
        int days = input.retentionInDays() == null ? 0 : input.retentionInDays();
        if (!DAYS.contains(days)) {
            throw LogsRefusals.constraint(
                    Integer.toString(days), "retentionInDays", "satisfy enum value set: " + DAYS);
        }
        return state.commit(
                tx -> {
                    LogGroup group = Lookup.group(tx, scope, name);
                    tx.put(LogGroup.KIND, LogGroup.key(scope, name), group.withRetention(days));
                    return PutRetentionPolicyResponse.builder().build();
                });
    }
}
