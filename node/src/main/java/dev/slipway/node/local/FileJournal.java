package dev.slipway.node.local;

import dev.slipway.node.agent.Journal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One small file per task, written beside its place and renamed into it. Writing happens beside the
 * agent's turns; of several entries of a task that wait, only the newest is written.
 */
final class FileJournal implements Journal {
    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
    private static final String ENDING = ".json";

    private final Path folder;
    private final Executor worker;
    private final TreeMap<String, Optional<Entry>> waiting = new TreeMap<>();
    private final List<Runnable> told = new ArrayList<>();
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
                if (name.endsWith(ENDING)) {
                    entries.add(
                            new Entry(
                                    name.substring(0, name.length() - ENDING.length()),
                                    Files.readString(file),
                                    true));
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
        Path place = folder.resolve(taskId + ENDING);
        try {
            if (entry.isEmpty()) {
                Files.deleteIfExists(place);
                return;
            }
            Path beside = folder.resolve(taskId + ".new");
            try (FileChannel file =
                    FileChannel.open(
                            beside,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                ByteBuffer bytes =
                        ByteBuffer.wrap(entry.get().text().getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
                if (entry.get().lasting()) {
                    file.force(false);
                }
            }
            Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
            if (entry.get().lasting()) {
                // Without it the new name may be seconds later on the disk than what it names.
                try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                    names.force(true);
                }
            }
        } catch (IOException e) {
            LOG.error("the journal of task {} cannot be written", taskId, e);
        }
    }
}
