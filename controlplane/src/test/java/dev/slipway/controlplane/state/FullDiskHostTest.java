package dev.slipway.controlplane.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a file system of 3 MiB. */
class FullDiskHostTest {
    @TempDir private Path temp;
    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        boolean root = "root".equals(System.getProperty("user.name"));
        if (!root) {
            System.err.println("SKIPPED, not root: FullDiskHostTest needs to mount a file system");
        }
        Assumptions.assumeTrue(root);
        disk = Files.createDirectory(temp.resolve("disk"));
        run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk.toString());
        mounted = true;
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            run("umount", disk.toString());
        }
    }

    @Test
    void aFullDiskFailsCommitsLosesNothingAndRecoversWhenThereIsRoom() throws IOException {
        Path ballast = disk.resolve("ballast");
        Files.write(ballast, new byte[1 << 20]);
        TreeSet<String> acknowledged = new TreeSet<>();
        try (DataFolder folder = DataFolder.open(disk.resolve("data"), 1);
                State state = KilledServer.open(folder, temp.resolve("key"))) {
            String refused = fill(state, acknowledged);

            assertThat(acknowledged).isNotEmpty();
            assertThat(names(state)).isEqualTo(acknowledged).doesNotContain(refused);
            state.observe(t -> put(t, "observed"));
            assertThat(names(state)).contains("observed");

            Files.delete(ballast);
            commit(state, "after");
        }
        acknowledged.add("after");
        acknowledged.add("observed");
        try (DataFolder folder = DataFolder.open(disk.resolve("data"), 1);
                State state = KilledServer.open(folder, temp.resolve("key"))) {
            assertThat(names(state)).isEqualTo(acknowledged);
        }
    }

    /** Gives the name of the first note that the disk did not take. */
    private static String fill(State state, Set<String> acknowledged) {
        for (int i = 0; i < 10_000; i++) {
            String name = "note-" + i;
            try {
                commit(state, name);
                acknowledged.add(name);
            } catch (StorageRefusedException e) {
                assertThat(e).hasMessageContaining("the disk is full");
                return name;
            }
        }
        throw new AssertionError("the disk never filled");
    }

    private static void commit(State state, String name) {
        String answer = state.commit(t -> put(t, name));
        assertThat(answer).isEqualTo(name);
    }

    private static String put(Transaction transaction, String name) {
        transaction.put(
                KilledServer.NOTE,
                Key.of(KilledServer.HERE, name),
                new KilledServer.Note(name.repeat(500)));
        return name;
    }

    private static Set<String> names(State state) {
        TreeSet<String> names = new TreeSet<>();
        state.read().listAll(KilledServer.NOTE).forEach(entry -> names.add(entry.key().name()));
        return names;
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
