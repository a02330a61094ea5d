package dev.slipway.node.agent;

import java.time.Instant;
import java.util.OptionalInt;

/** What a machine tells the agent. */
public sealed interface Happening {
    String taskId();

    /** A step is done. */
    record Done(Step step) implements Happening {
        @Override
        public String taskId() {
            return step.taskId();
        }
    }

    /**
     * A {@link Step.FetchImage} is done.
     *
     * @param digest {@code sha256:...} of the manifest
     * @param note what the task's owner should know about how the image was had; empty: nothing
     */
    record Fetched(String taskId, String container, String digest, String note)
            implements Happening {}

    /** A {@link Step.StartContainer} is done. */
    record Started(String taskId, String container, Instant at) implements Happening {}

    /**
     * A step has failed. What it made in part is still to be removed.
     *
     * @param code as ECS names it, such as {@code CannotPullContainerError}
     * @param message what follows the code and a colon
     */
    record Failed(Step step, String code, String message) implements Happening {
        @Override
        public String taskId() {
            return step.taskId();
        }
    }

    /**
     * A started container has ended by itself or because it was stopped.
     *
     * @param exitCode absent when nobody knows it any more
     * @param reason as ECS words it; empty for none
     */
    record Ended(String taskId, String container, OptionalInt exitCode, String reason, Instant at)
            implements Happening {}

    /**
     * A {@link Step.CheckContainer} is done. A check that could not be run, or not in time, did not
     * pass.
     *
     * @param at when it was over
     */
    record Checked(String taskId, String container, boolean passed, Instant at)
            implements Happening {}
}
