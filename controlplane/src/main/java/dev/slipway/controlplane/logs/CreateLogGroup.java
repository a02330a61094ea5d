package dev.slipway.controlplane.logs;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupResponse;

/** Makes a group; its name must be free. */
final class CreateLogGroup implements AwsOperation<CreateLogGroupRequest, CreateLogGroupResponse> {
    private static final List<String> CLASSES =
            List.of("STANDARD", "INFREQUENT_ACCESS", "DELIVERY");
    private final State state;

    CreateLogGroup(State state) {
        this.state = state;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return CreateLogGroupRequest::builder;
    }

    @Override
    public List<Access> access(Call call, CreateLogGroupRequest input) {
        Scope scope = Lookup.scope(call);
        Tags tags = LogTags.of(input.tags());
        List<Access> needed = new ArrayList<>();
        needed.add(LogAccess.group("logs:CreateLogGroup", scope, input.logGroupName(), tags));
        if (!tags.isEmpty()) {
            needed.add(LogAccess.group("logs:TagResource", scope, input.logGroupName(), tags));
        }
        return needed;
    }

    @Override
    public CreateLogGroupResponse answer(Call call, CreateLogGroupRequest input) {
        String name = LogNames.group(input.logGroupName());
        if (input.kmsKeyId() != null) {
            throw LogsRefusals.invalid(
                    "kmsKeyId is not supported: Slipway seals every log group with its own key.");
        }
        String logGroupClass =
                Optional.ofNullable(input.logGroupClassAsString()).orElse("STANDARD");
        if (!CLASSES.contains(logGroupClass)) {
            throw LogsRefusals.constraint(
                    logGroupClass,
                    "logGroupClass",
                    "satisfy enum value set: [STANDARD, INFREQUENT_ACCESS, DELIVERY]");
        }
        Tags tags = LogTags.checked(input.tags());
        Key key = LogGroup.key(Lookup.scope(call), name);
        return state.commit(
                tx -> {
                    if (tx.find(LogGroup.KIND, key).isPresent()) {
                        throw LogsRefusals.groupExists();
                    }
                    tx.put(
                            LogGroup.KIND,
                            key,
                            new LogGroup(name, call.receivedAt(), 0, logGroupClass, tags));
                    return CreateLogGroupResponse.builder().build();
                });
    }
}
