package dev.slipway.controlplane.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.logstore.LogStore;
import dev.slipway.controlplane.state.KeyFileSeal;
import dev.slipway.controlplane.state.State;
import dev.slipway.wire.AwsError;
import dev.slipway.wire.AwsException;
import dev.slipway.wire.Call;
import dev.slipway.wire.Caller;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.SplittableRandom;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;

/** Asks CloudWatch Logs as the gate does, over state in memory and a clock that stands. */
final class LogsDesk implements AutoCloseable {
    static final Scope SCOPE = new Scope("111122223333", "us-east-1");
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    final State state = State.inMemory(Logs.kinds());
    final LogStore store;
    Instant now = START;

    LogsDesk(Path temp) throws IOException {
        store =
                LogStore.open(
                        temp.resolve("logs"),
                        KeyFileSeal.openOrCreate(temp.resolve("key"), new SecureRandom()),
                        Thread.ofPlatform().daemon()::unstarted,
                        _ -> true);
    }

    Logs logs() {
        return new Logs(
                state,
                store,
                Clock.fixed(now, ZoneOffset.UTC),
                new SplittableRandom(state.read().revision()));
    }

    <O extends SdkPojo> O ask(SdkPojo request, Class<O> response) {
        AwsOperation<SdkPojo, SdkPojo> operation = operation(request);
        assertThat(operation.access(call(request), request)).isNotEmpty();
        return response.cast(operation.answer(call(request), request));
    }

    AwsError refusal(SdkPojo request) {
        long before = state.read().revision();
        Throwable thrown = catchThrowable(() -> operation(request).answer(call(request), request));
        assertThat(thrown).isInstanceOf(AwsException.class);
        assertThat(state.read().revision()).as("a refused call changes nothing").isEqualTo(before);
        return ((AwsException) thrown).error();
    }

    void group(String name) {
        ask(
                CreateLogGroupRequest.builder().logGroupName(name).build(),
                CreateLogGroupResponse.class);
    }

    void stream(String group, String name) {
        ask(
                CreateLogStreamRequest.builder().logGroupName(group).logStreamName(name).build(),
                CreateLogStreamResponse.class);
    }

    PutLogEventsResponse put(String group, String stream, InputLogEvent... events) {
        return ask(
                PutLogEventsRequest.builder()
                        .logGroupName(group)
                        .logStreamName(stream)
                        .logEvents(Arrays.asList(events))
                        .build(),
                PutLogEventsResponse.class);
    }

    /** An event some time before or after now. */
    InputLogEvent event(Duration away, String message) {
        return InputLogEvent.builder()
                .timestamp(now.plus(away).toEpochMilli())
                .message(message)
                .build();
    }

    InputLogEvent event(long millis, String message) {
        return event(Duration.ofMillis(millis), message);
    }

    private static String operationOf(SdkPojo request) {
        return request.getClass().getSimpleName().replaceAll("Request$", "");
    }

    private Call call(SdkPojo request) {
        String account = SCOPE.account();
        Caller caller =
                new Caller(account, "arn:aws:iam::" + account + ":root", account, "AKIAEXAMPLE");
        return new Call(
                "request-1",
                "logs",
                operationOf(request),
                caller,
                SCOPE.region(),
                now,
                "127.0.0.1",
                "test");
    }

    @SuppressWarnings("unchecked")
    private AwsOperation<SdkPojo, SdkPojo> operation(SdkPojo request) {
        return (AwsOperation<SdkPojo, SdkPojo>)
                logs().service().operations().stream()
                        .filter(o -> o.name().equals(operationOf(request)))
                        .findFirst()
                        .orElseThrow();
    }

    @Override
    public void close() {
        store.close();
    }
}
