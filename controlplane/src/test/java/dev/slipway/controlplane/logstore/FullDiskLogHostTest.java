package dev.slipway.controlplane.logstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.controlplane.state.StorageRefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a file system of 1 MiB. */
class FullDiskLogHostTest {
    @TempDir private Path temp;
    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        boolean root = "root".equals(System.getProperty("user.name"));
        if (!root) {
            System.err.println("SKIPPED, not root: FullDiskLogHostTest mounts a file system");
        }
        Assumptions.assumeTrue(root);
        disk = Files.createDirectory(temp.resolve("disk"));
        run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString());
        mounted = true;
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            run("umount", disk.toString());
        }
    }

    @Test
    void aFullDiskRefusesLosesNothingAndTakesAgainWhenThereIsRoom() throws Exception {
        try (Shelf shelf = new Shelf(disk.resolve("logs"), temp.resolve("key"), 1 << 26)) {
            shelf.put(1, 0, 5, 10, "before");
            long sound = Files.size(shelf.segments().getFirst());

            assertThatThrownBy(() -> shelf.put(1, 5, 9, 20, Shelf.noise(1, 2 << 20)))
                    .isInstanceOf(StorageRefusedException.class);

            assertThat(Files.size(shelf.segments().getFirst())).isEqualTo(sound);
            assertThat(shelf.read(1)).containsExactly("before");
            assertThat(shelf.store.statistics(1).position()).isEqualTo(5);
            shelf.put(1, 5, 9, 30, "after");
            shelf.reopen();
            assertThat(shelf.read(1)).containsExactly("before", "after");
            assertThat(shelf.store.statistics(1).position()).isEqualTo(9);
        }
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
