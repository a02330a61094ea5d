package dev.slipway.node.agent;

import dev.slipway.nodelink.TaskPlan;

/** What the control plane wants of a task. */
sealed interface Wish {
    /** No plan has come since the agent's start: what runs goes on, nothing is begun. */
    record Unknown() implements Wish {}

    record Run(TaskPlan plan) implements Wish {}

    record Stop() implements Wish {}

    /** The task is not in the plan: it is to leave no trace. */
    record Gone() implements Wish {}

    static Wish of(TaskPlan plan) {
        return switch (plan.desired()) {
            case RUNNING -> new Run(plan);
            case STOPPED -> new Stop();
        };
    }
}
