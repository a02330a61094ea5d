package dev.slipway.node.local;

import dev.slipway.node.agent.Journal;
import dev.slipway.node.host.FileNodes;
import dev.slipway.node.host.LineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One small file per task. Writing happens beside the agent's turns; of several entries of a task
 * that wait, only the newest is written.
 */
final class FileJournal implements Journal {
    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
    private static final String ENDING = ".journal";

    private final Path folder;
    private final Executor worker;
    private final TreeMap<String, Optional<Entry>> waiting = new TreeMap<>();
    private final List<Runnable> told = new ArrayList<>();

    /** Tasks whose file has a name that outlives a power cut. Touched by the one who works. */
    private final Set<String> lasting = new HashSet<>();

    private boolean working;

    FileJournal(Path folder, Executor worker) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.worker = worker;
    }

    @Override
    public List<Entry> load() {
        List<Entry> entries = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                String taskId = name.substring(0, Math.max(0, name.length() - ENDING.length()));
                Optional<String> text = LineFile.read(file);
                if (name.endsWith(ENDING) && text.isPresent()) {
                    entries.add(new Entry(taskId, text.get(), true));
                } else {
                    Files.deleteIfExists(file); // half-written by a process that was killed
                }
            }
        } catch (IOException e) {
            LOG.error("the journal of tasks cannot be read", e);
        }
        return entries;
    }

    @Override
    public void save(Entry entry, Runnable whenSaved) {
        add(entry.taskId(), Optional.of(entry), whenSaved);
    }

    @Override
    public void forget(String taskId) {
        add(taskId, Optional.empty(), () -> {});
    }

    private void add(String taskId, Optional<Entry> entry, Runnable whenSaved) {
        synchronized (this) {
            waiting.put(taskId, entry);
            told.add(whenSaved);
            if (working) {
                return;
            }
            working = true;
        }
        worker.execute(this::work);
    }

    private void work() {
        while (true) {
            Map<String, Optional<Entry>> now;
            List<Runnable> then;
            synchronized (this) {
                if (waiting.isEmpty()) {
                    working = false;
                    return;
                }
                now = new TreeMap<>(waiting);
                then = List.copyOf(told);
                waiting.clear();
                told.clear();
            }
            now.forEach(this::write);
            then.forEach(Runnable::run);
        }
    }

    private void write(String taskId, Optional<Entry> entry) {
        Path file = folder.resolve(taskId + ENDING);
        try {
            if (entry.isEmpty()) {
                Files.deleteIfExists(file);
                lasting.remove(taskId);
                return;
            }
            boolean lasts = entry.get().lasting();
            LineFile.write(file, entry.get().text(), lasts);
            if (lasts && lasting.add(taskId)) {
                FileNodes.syncNames(folder);
            }
        } catch (IOException e) {
            LOG.error("the journal of task {} cannot be written", taskId, e);
        }
    }
}
