package dev.slipway.controlplane.logs;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.logstore.LogStore;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamResponse;

/** Deletes a stream with its events. */
final class DeleteLogStream
        implements AwsOperation<DeleteLogStreamRequest, DeleteLogStreamResponse> {
    private final State state;
    private final LogStore store;

    DeleteLogStream(State state, LogStore store) {
        this.state = state;
        this.store = store;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DeleteLogStreamRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DeleteLogStreamRequest input) {
        return List.of(
                LogAccess.stream(
                        "logs:DeleteLogStream",
                        Lookup.scope(call),
                        input.logGroupName(),
                        input.logStreamName()));
    }

    @Override
    public DeleteLogStreamResponse answer(Call call, DeleteLogStreamRequest input) {
        Scope scope = Lookup.scope(call);
        String group = LogNames.group(input.logGroupName());
        String name = LogNames.stream(input.logStreamName());
        LogStream gone =
                state.commit(
                        tx -> {
                            LogStream stream = Lookup.stream(tx, scope, group, name);
                            tx.delete(LogStream.KIND, LogStream.key(scope, group, name));
                            return stream;
                        });
        store.drop(gone.id());
        return DeleteLogStreamResponse.builder().build();
    }
}
