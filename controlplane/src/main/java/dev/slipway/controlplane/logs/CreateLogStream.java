package dev.slipway.controlplane.logs;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.state.Key;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamResponse;

/** Makes a stream in a group. */
final class CreateLogStream
        implements AwsOperation<CreateLogStreamRequest, CreateLogStreamResponse> {
    private final State state;
    private final RandomGenerator ids;

    CreateLogStream(State state, RandomGenerator ids) {
        this.state = state;
        this.ids = ids;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return CreateLogStreamRequest::builder;
    }

    @Override
    public List<Access> access(Call call, CreateLogStreamRequest input) {
        return List.of(
                LogAccess.group(
                        "logs:CreateLogStream",
                        Lookup.scope(call),
                        input.logGroupName(),
                        Tags.none()));
    }

    @Override
    public CreateLogStreamResponse answer(Call call, CreateLogStreamRequest input) {
        Scope scope = Lookup.scope(call);
        String group = LogNames.group(input.logGroupName());
        String name = LogNames.stream(input.logStreamName());
        long id = ids.nextLong(1, Long.MAX_VALUE);
        Key key = LogStream.key(scope, group, name);
        return state.commit(
                tx -> {
                    Lookup.group(tx, scope, group);
                    if (tx.find(LogStream.KIND, key).isPresent()) {
                        throw LogsRefusals.streamExists();
                    }
                    tx.put(LogStream.KIND, key, new LogStream(group, name, id, call.receivedAt()));
                    return CreateLogStreamResponse.builder().build();
                });
    }
}
