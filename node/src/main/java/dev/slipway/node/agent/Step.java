package dev.slipway.node.agent;

import dev.slipway.nodelink.ContainerPlan;
import dev.slipway.nodelink.TaskPlan;
import java.time.Instant;

/**
 * One thing to do for a task. A machine takes a step without waiting and tells a {@link Happening}
 * when it is done or has failed. Every step may be taken again after a restart and must then find
 * that it is done.
 */
public sealed interface Step {
    String taskId();

    /** The container that the step is about; empty when it is about the whole task. */
    String container();

    /** Makes the task's empty network namespace: all that a container needs to be created. */
    record OpenNamespace(TaskPlan task) implements Step {
        @Override
        public String taskId() {
            return task.id();
        }

        @Override
        public String container() {
            return "";
        }
    }

    /** Gives the namespace its interface, address, routes and rules. */
    record AttachNetwork(TaskPlan task) implements Step {
        @Override
        public String taskId() {
            return task.id();
        }

        @Override
        public String container() {
            return "";
        }
    }

    /** Makes sure that the container's image is on the machine. */
    record FetchImage(TaskPlan task, ContainerPlan plan) implements Step {
        @Override
        public String taskId() {
            return task.id();
        }

        @Override
        public String container() {
            return plan.name();
        }
    }

    /** Makes the container's log stream ready to be written to. */
    record OpenLog(TaskPlan task, ContainerPlan plan) implements Step {
        @Override
        public String taskId() {
            return task.id();
        }

        @Override
        public String container() {
            return plan.name();
        }
    }

    /** Everything up to, not including, the first instruction of the container's program. */
    record CreateContainer(TaskPlan task, ContainerPlan plan, String runtimeId) implements Step {
        @Override
        public String taskId() {
            return task.id();
        }

        @Override
        public String container() {
            return plan.name();
        }
    }

    record StartContainer(String taskId, String container) implements Step {}

    /**
     * Runs a container's health check once. Its time-out is the machine's to keep: a check that
     * takes longer has failed, and nothing of it is left.
     */
    record CheckContainer(String taskId, String container, ContainerPlan.HealthCheck check)
            implements Step {}

    /**
     * Makes a container that has ended ready to be started again: same id, same writable layer,
     * same output, new processes.
     */
    record RenewContainer(String taskId, String container) implements Step {}

    /** Sends the image's stop signal, SIGTERM where it names none. */
    record StopContainer(String taskId, String container) implements Step {}

    record KillContainer(String taskId, String container) implements Step {}

    /**
     * Takes away a container that has ended or never started, after its output was handed on
     * (within bounds).
     */
    record RemoveContainer(String taskId, String container) implements Step {}

    /**
     * Takes away interface and namespace, and whatever else the task had as a whole; comes last.
     */
    record DetachNetwork(String taskId, String interfaceId) implements Step {
        @Override
        public String container() {
            return "";
        }
    }

    /** The task has left the plan and the machine: the agent forgets it. */
    record Forget(String taskId) implements Step {
        @Override
        public String container() {
            return "";
        }
    }

    /** Nothing to do before then: the agent looks again by itself. */
    record LookAgain(String taskId, Instant at) implements Step {
        @Override
        public String container() {
            return "";
        }
    }
}
