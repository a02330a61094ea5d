package dev.slipway.controlplane.api;

import dev.slipway.wire.Call;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;

/** One AWS operation. Implementations carry AWS's exact name as their class name. */
public interface AwsOperation<I extends SdkPojo, O extends SdkPojo> {

    /** AWS's exact name; the class's own. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** A fresh builder of the request's model class, such as {@code RunTaskRequest::builder}. */
    Supplier<? extends SdkPojo> newInput();

    /**
     * What a caller needs to be allowed: one entry for each action that IAM is asked about, the
     * operation's own first. Called before {@link #answer}; reads state where a resource's ARN or
     * tags depend on it, changes nothing, and does not throw on bad input (an unresolvable resource
     * is {@code *} or the ARN that the input names).
     */
    List<Access> access(Call call, I input);

    /**
     * Validates, reads, decides, records, answers. Throws {@link dev.slipway.wire.AwsException} to
     * refuse.
     */
    O answer(Call call, I input);
}
