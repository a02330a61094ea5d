package dev.slipway.node.host;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Work side by side on threads of its own. */
public final class Parallel {
    private Parallel() {}

    /**
     * Does all of it and returns when no thread is at work any more. The first failure interrupts
     * the rest. Platform threads: work that counts and unpacks for seconds would keep the few
     * carriers of virtual threads from everyone else.
     *
     * @param atOnce how many at most
     * @throws Exception what the first that failed threw
     */
    public static void all(List<? extends Callable<?>> work, int atOnce) throws Exception {
        if (work.isEmpty()) {
            return;
        }
        try (ExecutorService threads =
                Executors.newFixedThreadPool(
                        Math.min(atOnce, work.size()),
                        Thread.ofPlatform().name("parallel-", 0).daemon().factory())) {
            List<Future<?>> running = new ArrayList<>();
            for (Callable<?> one : work) {
                running.add(threads.submit(one));
            }
            try {
                for (Future<?> one : running) {
                    one.get();
                }
            } catch (ExecutionException e) {
                running.forEach(one -> one.cancel(true));
                if (e.getCause() instanceof Exception cause) {
                    throw cause;
                }
                throw e;
            } catch (InterruptedException e) {
                running.forEach(one -> one.cancel(true));
                throw e;
            }
        }
    }
}
