package dev.slipway.node.host;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A platform thread of its own for calls whose meaning depends on the thread that makes them:
 * working directory, cgroup, network namespace. Calls are made one after the other.
 */
public final class CallThread implements AutoCloseable {
    private final LinkedBlockingQueue<FutureTask<?>> calls = new LinkedBlockingQueue<>();
    private final Thread thread;

    public CallThread(String name) {
        thread = Thread.ofPlatform().name(name).daemon().start(this::serve);
    }

    private void serve() {
        try {
            while (true) {
                calls.take().run();
            }
        } catch (InterruptedException _) {
            calls.forEach(call -> call.cancel(false));
        }
    }

    /**
     * Makes the call on the thread and waits for it, also when the caller is interrupted meanwhile:
     * a call that was begun has happened.
     */
    public <T> T call(Callable<T> call) {
        var task = new FutureTask<>(call);
        if (!thread.isAlive()) {
            throw new IllegalStateException(thread.getName() + " was closed");
        }
        calls.add(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (CancellationException e) {
                    throw new IllegalStateException(thread.getName() + " was closed", e);
                } catch (ExecutionException e) {
                    throw rethrown(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Has the call made after those before it, without waiting; nothing once closed. */
    public void later(Runnable call) {
        calls.add(new FutureTask<>(call, true));
    }

    /**
     * The same after a rest, in which other calls wait, too; nothing when it is closed meanwhile.
     */
    public void later(Duration rest, Runnable call) {
        later(
                () -> {
                    try {
                        Thread.sleep(rest);
                        call.run();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    public void run(Runnable call) {
        call(
                () -> {
                    call.run();
                    return true;
                });
    }

    private static RuntimeException rethrown(@Nullable Throwable cause) {
        return switch (cause) {
            case LinuxException linux -> linux;
            case RuntimeException other -> other;
            case null, default -> new IllegalStateException(cause);
        };
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
