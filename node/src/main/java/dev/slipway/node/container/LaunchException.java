package dev.slipway.node.container;

import dev.slipway.nodelink.TaskReport;

/** A container could not be made or started; nothing of it is left behind. */
public final class LaunchException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    LaunchException(String code, String message) {
        super(message);
        this.code = code;
    }

    LaunchException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** As ECS words it: the code, such as {@code CannotStartContainerError}, and the message. */
    public TaskReport.StartFailure failure() {
        return new TaskReport.StartFailure(code, String.valueOf(getMessage()));
    }
}
