package dev.slipway.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A file system of its own in a file, whose power can be cut: what was written to it and not synced
 * is gone then, mostly. Has a loop device and a mount until it is closed.
 */
final class Disk implements AutoCloseable {
    private static final int TRIES = 200;

    private final Launcher launcher;
    private final Path place;
    private final Path folder;
    private Path image;
    private String device = "";
    private int cuts;

    /**
     * @param place where it is mounted
     * @param folder for its files
     */
    Disk(Launcher launcher, Path place, Path folder) {
        this.launcher = launcher;
        this.place = place;
        this.folder = folder;
        this.image = folder.resolve("disk");
        run("truncate -s 192M '" + image + "'");
        // Nothing is left for the kernel to do later: only writes of ours come.
        run("mkfs.ext4 -q -F -E lazy_itable_init=0,lazy_journal_init=0 '" + image + "'");
        run("mkdir -p '" + place + "'");
        mount();
    }

    private String run(String script) {
        return launcher.bash(script, Map.of()).expectingSuccess().strip();
    }

    private void mount() {
        device = run("losetup -f --show '" + image + "'");
        run("mount " + device + " '" + place + "'");
    }

    private void unmount() {
        // A process that has just ended may hold it for another moment.
        Await.until(
                "the disk to be free",
                Duration.ofSeconds(30),
                () ->
                        Optional.of(launcher.bash("umount '" + place + "'", Map.of()))
                                .filter(said -> said.exit() == 0));
        run("losetup -d " + device);
        device = "";
    }

    /**
     * Freezes what the disk has at this moment. Whoever writes to it stands still meanwhile; the
     * copy counts only if nothing reached the disk while it was made.
     */
    void cut() {
        Path copy = folder.resolve("disk" + ++cuts);
        for (int i = 0; i < TRIES; i++) {
            String before = writes();
            run("cp --sparse=always '" + image + "' '" + copy + "'");
            if (before.endsWith(" 0") && writes().equals(before)) {
                return;
            }
        }
        throw new AssertionError("the disk was never at rest");
    }

    /** How many writes are done, and how many are under way. */
    private String writes() {
        try {
            String[] fields =
                    Files.readString(Path.of("/sys/block", device.replace("/dev/", ""), "stat"))
                            .strip()
                            .split("\\s+");
            return fields[4] + " " + fields[8];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The power is back: the disk is as it was when it was cut. */
    void back() {
        unmount();
        run("rm '" + image + "'");
        image = folder.resolve("disk" + cuts);
        mount();
    }

    @Override
    public void close() {
        if (!device.isEmpty()) {
            unmount();
        }
    }
}
