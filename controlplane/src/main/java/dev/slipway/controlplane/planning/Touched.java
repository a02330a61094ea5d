package dev.slipway.controlplane.planning;

import dev.slipway.controlplane.ecs.task.Task;
import dev.slipway.controlplane.state.Change;
import dev.slipway.controlplane.state.Key;
import dev.slipway.nodelink.TaskPlan;
import java.util.Optional;

/** What a changed record means for one node's plan: that part is computed anew, and no other. */
final class Touched {
    private Touched() {}

    static void by(Change change, String nodeId, NodeBook book, Recorded recorded) {
        Key key = change.key();
        if (change.kind().name().equals(Task.KIND.name())) {
            task(key, nodeId, book, recorded);
        }
    }

    private static void task(Key key, String nodeId, NodeBook book, Recorded recorded) {
        Optional<Task> task = recorded.reader().find(Task.KIND, key);
        if (task.isEmpty()) {
            book.dropTask(key.name().substring(key.name().indexOf('/') + 1), recorded);
        } else if (task.get().nodeId().equals(nodeId)) {
            plan(book, task.get(), recorded);
        }
    }

    /** Plans a task of the book's node as it now is. */
    static void plan(NodeBook book, Task task, Recorded recorded) {
        Optional<TaskPlan> planned = task.stopped() ? Optional.empty() : recorded.task(task);
        if (planned.isPresent()) {
            book.putTask(task.ask().scope(), planned.get(), recorded);
        } else {
            book.dropTask(task.id(), recorded);
        }
    }
}
