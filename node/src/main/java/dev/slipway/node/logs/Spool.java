package dev.slipway.node.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * conmon's file, which conmon replaces by an empty one when it has reached its size. Positions go
 * on over that, and a file that was not read to its end is kept under a second name, its first
 * position: so the disk holds two files at most, and a restart of ours finds what it had not read.
 *
 * <p>When a file came and went unseen, the kernel's count of what the writer has written tells
 * about how much was in it. The count is a little ahead of the files, since the writer also wakes
 * itself.
 */
final class Spool implements AutoCloseable {
    /** A count and a size are read one after the other while someone writes. */
    private static final int SAMPLES = 8;

    private final Path path;
    private final LogWriter writer;
    private FileChannel file;
    private Path held;
    private long base;
    private Tally tally;

    /**
     * @param ahead what the writer's count is ahead of positions
     */
    private record Tally(long process, long ahead) {
        static final Tally NONE = new Tally(0, 0);
    }

    private Spool(Path path, LogWriter writer, Path held, long base) throws IOException {
        this.path = path;
        this.writer = writer;
        this.held = held;
        this.base = base;
        this.file = FileChannel.open(held, StandardOpenOption.READ);
        this.tally = Tally.NONE;
    }

    static Spool open(Path path, LogWriter writer) throws IOException {
        OptionalLong oldest;
        String prefix = path.getFileName() + ".";
        try (Stream<Path> beside = Files.list(path.resolveSibling(""))) {
            oldest =
                    beside.map(each -> String.valueOf(each.getFileName()))
                            .filter(name -> name.matches(Pattern.quote(prefix) + "[0-9]{1,18}"))
                            .mapToLong(name -> Long.parseLong(name.substring(prefix.length())))
                            .min();
        }
        long base = oldest.orElse(0);
        Path held = beside(path, Long.toString(base));
        if (oldest.isEmpty()) {
            Files.createLink(held, path);
        }
        Spool spool = new Spool(path, writer, held, base);
        spool.recall();
        return spool;
    }

    private static Path beside(Path path, String ending) {
        return path.resolveSibling(path.getFileName() + "." + ending);
    }

    private void recall() throws IOException {
        Path kept = beside(path, "tally");
        if (Files.exists(kept)) {
            String[] fields = Files.readString(kept).strip().split(" ");
            if (fields.length == 2) {
                tally = new Tally(Long.parseLong(fields[0]), Long.parseLong(fields[1]));
            }
        }
        count();
    }

    /** Begins to count with a writer that is new; only while it writes to the file that is open. */
    synchronized void count() throws IOException {
        long process = writer.process().getAsLong();
        if (process == tally.process() || replaced()) {
            return;
        }
        OptionalLong ahead = aheadOf(file);
        if (ahead.isEmpty() || replaced()) {
            return;
        }
        tally = new Tally(process, ahead.getAsLong() - base);
        Path fresh = beside(path, "tally.new");
        Files.writeString(
                fresh, tally.process() + " " + tally.ahead() + "\n", StandardCharsets.US_ASCII);
        Files.move(fresh, beside(path, "tally"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The writer's count before the first byte of the file that it writes to. */
    private OptionalLong aheadOf(FileChannel written) throws IOException {
        OptionalLong most = OptionalLong.empty();
        for (int i = 0; i < SAMPLES; i++) {
            OptionalLong count = writer.written().get();
            long size = written.size();
            // A size that is ahead of the count makes it less; never more.
            if (count.isPresent()) {
                long ahead = count.getAsLong() - size;
                most = OptionalLong.of(Math.max(ahead, most.orElse(Long.MIN_VALUE)));
            }
        }
        return most;
    }

    /** The position of the first byte of the file that is read now. */
    long base() {
        return base;
    }

    /** The position after the last byte of the file that is read now. */
    synchronized long end() throws IOException {
        return base + file.size();
    }

    synchronized int read(ByteBuffer into, long position) throws IOException {
        return file.read(into, position - base);
    }

    /** Whether the writer has gone on to another file: nothing more comes into this one. */
    synchronized boolean replaced() throws IOException {
        return Files.exists(path) && !Files.isSameFile(path, held);
    }

    /** Bytes that wait from a position on, in both files. */
    synchronized long waiting(long position) throws IOException {
        long here = Math.max(0, end() - position);
        return replaced() ? here + Files.size(path) : here;
    }

    /**
     * Goes on with the file that has replaced this one, which was read to its end.
     *
     * @return about how many bytes between the two nobody has any more
     */
    synchronized long next() throws IOException {
        long end = end();
        Path fresh = beside(path, "next");
        while (true) {
            Files.deleteIfExists(fresh);
            Files.createLink(fresh, path);
            FileChannel newer = FileChannel.open(fresh, StandardOpenOption.READ);
            OptionalLong ahead = aheadOf(newer);
            if (!Files.isSameFile(fresh, path)) {
                newer.close(); // replaced again meanwhile
                continue;
            }
            long begin = end + unseen(ahead, end);
            Path place = beside(path, Long.toString(begin));
            Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
            file.close();
            Files.deleteIfExists(held.equals(place) ? fresh : held);
            file = newer;
            held = place;
            base = begin;
            tally = Tally.NONE;
            count();
            return begin - end;
        }
    }

    /** Whole files only: what is less is what the writer wrote to itself. */
    private long unseen(OptionalLong ahead, long end) {
        if (ahead.isEmpty() || writer.process().getAsLong() != tally.process()) {
            return 0;
        }
        long bytes = ahead.getAsLong() - tally.ahead() - end;
        return bytes < writer.fileBytes() / 10 * 9 ? 0 : bytes;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
