package dev.slipway.wire;

import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;

/**
 * One AWS operation that is served.
 *
 * @param name AWS's exact name
 * @param newInput a fresh builder of the operation's request model class, such as {@code
 *     RunTaskRequest::builder}; the codec fills it through its {@code sdkFields()} and calls {@code
 *     build()}
 * @param invocation runs the operation; throws {@link AwsException} to refuse
 */
public record OperationBinding<I extends SdkPojo, O extends SdkPojo>(
        String name, Supplier<? extends SdkPojo> newInput, Invocation<I, O> invocation) {

    /** What an operation does with its decoded input. */
    @FunctionalInterface
    public interface Invocation<I extends SdkPojo, O extends SdkPojo> {
        O invoke(Call call, I input);
    }
}
