package dev.slipway.controlplane.api;

import dev.slipway.wire.AwsError;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** EC2's DryRun: asks whether the caller may, and does nothing. */
@FunctionalInterface
interface DryRun {
    DryRun NEVER = input -> false;

    boolean asked(SdkPojo input);

    static DryRun of(AwsOperation<?, ?> operation) {
        for (SdkField<?> field : operation.newInput().get().sdkFields()) {
            if (field.memberName().equals("DryRun")) {
                return input -> Boolean.TRUE.equals(field.getValueOrDefault(input));
            }
        }
        return NEVER;
    }

    static AwsError wouldHaveSucceeded() {
        return AwsError.of(
                "DryRunOperation", 412, "Request would have succeeded, but DryRun flag is set.");
    }
}
