package dev.slipway.controlplane.state;

import dev.slipway.controlplane.aws.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures commits a second against the disk's own rate of synchronous writes, and how long a start
 * takes. Not a test: {@code java ... CommitRate FOLDER}, on the disk that is meant.
 */
final class CommitRate {
    private static final Scope HERE = new Scope("000000000000", "us-east-1");
    private static final Kind<Task> TASK = Kind.of("task", Task.class);
    private static final Duration TIME = Duration.ofSeconds(4);
    private static final Clock CLOCK = Clock.systemUTC();

    /** About as much as a task record holds. */
    record Task(
            String arn, String status, Instant at, Map<String, String> tags, List<String> lines) {}

    private CommitRate() {}

    public static void main(String[] arguments) throws Exception {
        Path temp = Files.createTempDirectory(Path.of(arguments[0]), "commit-rate");
        System.out.printf("fsync of 4 KiB appended: %d/s%n", fsyncs(temp.resolve("fsync")));
        for (int committers : List.of(1, 8, 64, 256)) {
            commits(temp.resolve("data-" + committers), temp.resolve("key"), committers);
        }
        start(temp.resolve("data-256"), temp.resolve("key"));
    }

    private static long fsyncs(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long count = 0;
            Instant end = CLOCK.instant().plus(TIME);
            while (CLOCK.instant().isBefore(end)) {
                channel.write(ByteBuffer.allocate(4096));
                channel.force(false);
                count++;
            }
            return count / TIME.toSeconds();
        }
    }

    private static State open(DataFolder folder, Path keyFile) throws IOException {
        return State.open(
                List.of(TASK),
                List.of(),
                folder.journal(),
                folder.seal(keyFile, new SecureRandom()),
                Thread.ofPlatform().factory());
    }

    private static void commits(Path data, Path keyFile, int committers) throws Exception {
        try (DataFolder folder = DataFolder.open(data, ProcessHandle.current().pid());
                State state = open(folder, keyFile);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            round(state, threads, committers, "warm");
            long[] micros = round(state, threads, committers, "hot");
            System.out.printf(
                    "%3d committers: %d commits/s, median %d us, 99 of 100 within %d us%n",
                    committers,
                    micros.length / TIME.toSeconds(),
                    micros[micros.length / 2],
                    micros[micros.length * 99 / 100]);
        }
    }

    private static long[] round(State state, ExecutorService threads, int committers, String name)
            throws Exception {
        List<Callable<List<Long>>> calls = new ArrayList<>();
        for (int i = 0; i < committers; i++) {
            String committer = name + "-" + i + "-";
            calls.add(() -> commitForAWhile(state, committer));
        }
        List<Long> all = new ArrayList<>();
        for (Future<List<Long>> call : threads.invokeAll(calls)) {
            all.addAll(call.get());
        }
        return all.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    private static List<Long> commitForAWhile(State state, String prefix) {
        List<Long> micros = new ArrayList<>();
        Instant now = CLOCK.instant();
        Instant end = now.plus(TIME);
        while (now.isBefore(end)) {
            Task task = task(prefix + micros.size(), now);
            int tags =
                    state.commit(
                            t -> {
                                t.put(TASK, Key.of(HERE, task.arn()), task);
                                return task.tags().size();
                            });
            Instant after = CLOCK.instant();
            micros.add(Duration.between(now, after).toNanos() / 1000 + tags - tags);
            now = after;
        }
        return micros;
    }

    private static Task task(String name, Instant now) {
        String[] lines = new String[12];
        Arrays.fill(lines, "a line of about forty characters of text");
        return new Task(name, "RUNNING", now, Map.of("Name", "web"), List.of(lines));
    }

    private static void start(Path data, Path keyFile) throws Exception {
        Instant before = CLOCK.instant();
        try (DataFolder folder = DataFolder.open(data, ProcessHandle.current().pid());
                State state = open(folder, keyFile)) {
            Duration took = Duration.between(before, CLOCK.instant());
            System.out.printf(
                    "start with %d records: %d ms%n",
                    state.read().listAll(TASK).count(), took.toMillis());
            Instant listed = CLOCK.instant();
            for (int i = 0; i < 1000; i++) {
                long page = state.read().listAfter(TASK, HERE, "hot-1-", "").limit(100).count();
                if (page == 0) {
                    throw new IllegalStateException("no page");
                }
            }
            System.out.printf(
                    "a page of 100 among them: %d us%n",
                    Duration.between(listed, CLOCK.instant()).toNanos() / 1_000_000);
        }
    }
}
