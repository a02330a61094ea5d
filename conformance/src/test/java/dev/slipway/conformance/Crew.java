package dev.slipway.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Callers that call all at once until the server is gone or they are told to stop. */
final class Crew implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Caller> callers;
    private final List<Future<?>> working = new ArrayList<>();
    private final AtomicBoolean enough = new AtomicBoolean();
    private final List<AtomicInteger> answered;

    Crew(List<Caller> callers) {
        this.callers = List.copyOf(callers);
        this.answered = callers.stream().map(_ -> new AtomicInteger()).toList();
    }

    void begin() {
        enough.set(false);
        for (int i = 0; i < callers.size(); i++) {
            Caller caller = callers.get(i);
            AtomicInteger count = answered.get(i);
            count.set(0);
            working.add(threads.submit(() -> work(caller, count)));
        }
    }

    private void work(Caller caller, AtomicInteger count) {
        try {
            while (!enough.get()) {
                caller.call();
                count.incrementAndGet();
            }
        } catch (SdkClientException _) {
            // Nobody answered: the server is gone. Any answer that is an error fails the test.
        }
    }

    /** How often a caller was answered since the beginning; stops when one has failed. */
    int answered(int caller) {
        for (Future<?> each : working) {
            if (each.isDone()) {
                end();
                throw new AssertionError("a caller gave up before its server was killed");
            }
        }
        return answered.get(caller).get();
    }

    /** Waits until nobody calls any more. */
    void end() {
        enough.set(true);
        try {
            for (Future<?> each : working) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("a caller failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            working.clear();
        }
    }

    void check() {
        callers.forEach(Caller::check);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
