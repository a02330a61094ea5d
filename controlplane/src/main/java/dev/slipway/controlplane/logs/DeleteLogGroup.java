package dev.slipway.controlplane.logs;

import dev.slipway.controlplane.api.Access;
import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.logstore.LogStore;
import dev.slipway.controlplane.state.Entry;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupResponse;

/** Deletes a group with its streams and their events. */
final class DeleteLogGroup implements AwsOperation<DeleteLogGroupRequest, DeleteLogGroupResponse> {
    private final State state;
    private final LogStore store;

    DeleteLogGroup(State state, LogStore store) {
        this.state = state;
        this.store = store;
    }

    @Override
    public Supplier<? extends SdkPojo> newInput() {
        return DeleteLogGroupRequest::builder;
    }

    @Override
    public List<Access> access(Call call, DeleteLogGroupRequest input) {
        return List.of(
                LogAccess.group(
                        "logs:DeleteLogGroup",
                        Lookup.scope(call),
                        input.logGroupName(),
                        Tags.none()));
    }

    @Override
    public DeleteLogGroupResponse answer(Call call, DeleteLogGroupRequest input) {
        Scope scope = Lookup.scope(call);
        String name = LogNames.group(input.logGroupName());
        List<LogStream> gone =
                state.commit(
                        tx -> {
                            Lookup.group(tx, scope, name);
                            List<Entry<LogStream>> streams =
                                    tx.list(LogStream.KIND, scope, LogStream.prefix(name)).toList();
                            streams.forEach(stream -> tx.delete(LogStream.KIND, stream.key()));
                            tx.delete(LogGroup.KIND, LogGroup.key(scope, name));
                            return streams.stream().map(Entry::value).toList();
                        });
        // After the record: a crash between the two leaves blocks of no stream, which the next
        // start drops.
        gone.forEach(stream -> store.drop(stream.id()));
        return DeleteLogGroupResponse.builder().build();
    }
}
