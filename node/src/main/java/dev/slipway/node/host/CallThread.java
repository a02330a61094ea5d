package dev.slipway.node.host;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A platform thread of its own for calls whose meaning depends on the thread that makes them:
 * working directory, cgroup, network namespace. Calls are made one after the other.
 */
public final class CallThread implements AutoCloseable {
    private final String name;
    private final ScheduledThreadPoolExecutor thread;

    public CallThread(String name) {
        this.name = name;
        this.thread =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().name(name).daemon().factory());
    }

    /**
     * Makes the call on the thread and waits for it, also when the caller is interrupted meanwhile:
     * a call that was begun has happened.
     */
    public <T> T call(Callable<T> call) {
        Future<T> task;
        try {
            task = thread.submit(call);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException(name + " was closed", e);
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (CancellationException e) {
                    throw new IllegalStateException(name + " was closed", e);
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
        later(Duration.ZERO, call);
    }

    /** Has the call made after a rest, in which others are made; nothing once closed. */
    public void later(Duration rest, Runnable call) {
        try {
            var _ = thread.schedule(call, rest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException _) {
            // Closed: nobody waits for it.
        }
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
        for (Runnable waiting : thread.shutdownNow()) {
            if (waiting instanceof Future<?> call) {
                call.cancel(false);
            }
        }
    }
}
