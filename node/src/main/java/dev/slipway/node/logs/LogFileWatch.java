package dev.slipway.node.logs;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells that a file has grown: one inotify instance and one thread for all files. */
final class LogFileWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogFileWatch.class);

    private final WatchService service;
    private final Map<Path, Map<Path, Runnable>> listeners = new HashMap<>();
    private final Map<Path, WatchKey> keys = new HashMap<>();

    LogFileWatch(WatchService service, ThreadFactory threads) {
        this.service = service;
        threads.newThread(this::listen).start();
    }

    synchronized void add(Path file, Runnable grown) throws IOException {
        Path folder = folder(file);
        listeners.computeIfAbsent(folder, f -> new HashMap<>()).put(file.getFileName(), grown);
        if (!keys.containsKey(folder)) {
            keys.put(
                    folder,
                    folder.register(
                            service,
                            StandardWatchEventKinds.ENTRY_MODIFY,
                            StandardWatchEventKinds.ENTRY_CREATE));
        }
    }

    synchronized void remove(Path file) {
        Path folder = folder(file);
        Map<Path, Runnable> here = listeners.get(folder);
        if (here == null) {
            return;
        }
        here.remove(file.getFileName());
        if (here.isEmpty()) {
            listeners.remove(folder);
            WatchKey key = keys.remove(folder);
            if (key != null) {
                key.cancel();
            }
        }
    }

    private static Path folder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException("no file: " + file);
        }
        return folder;
    }

    private void listen() {
        try {
            while (true) {
                WatchKey key = service.take();
                List<WatchEvent<?>> events = key.pollEvents();
                key.reset();
                wake((Path) key.watchable(), events);
            }
        } catch (ClosedWatchServiceException | InterruptedException e) {
            LOG.debug("no more files are watched");
        }
    }

    private void wake(Path folder, List<WatchEvent<?>> events) {
        List<Runnable> woken = new ArrayList<>();
        synchronized (this) {
            Map<Path, Runnable> here = listeners.getOrDefault(folder, Map.of());
            for (WatchEvent<?> event : events) {
                if (event.kind().equals(StandardWatchEventKinds.OVERFLOW)) {
                    woken.addAll(here.values());
                } else if (event.context() instanceof Path name && here.containsKey(name)) {
                    woken.add(here.getOrDefault(name, () -> {}));
                }
            }
        }
        woken.forEach(Runnable::run);
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
