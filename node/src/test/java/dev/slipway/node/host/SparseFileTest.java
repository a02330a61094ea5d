package dev.slipway.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SparseFileTest {
    private static final long GIB = 1L << 30;

    @TempDir Path folder;

    @Test
    void aCopyHasTheSizeAndTheContentAndTakesNoMoreSpace() throws IOException {
        Path file = folder.resolve("a");
        try (var content = new RandomAccessFile(file.toFile(), "rw")) {
            content.setLength(20 * GIB);
            content.write(new byte[] {1, 2, 3});
            content.seek(7 * GIB + 5);
            content.write(new byte[] {4});
        }
        Path copy = folder.resolve("b");
        SparseFile.read(file).write(copy);
        try (var content = new RandomAccessFile(copy.toFile(), "r")) {
            assertThat(content.length()).isEqualTo(20 * GIB);
            byte[] start = new byte[4];
            content.readFully(start);
            assertThat(start).containsExactly(1, 2, 3, 0);
            content.seek(7 * GIB + 4);
            content.readFully(start);
            assertThat(start).containsExactly(0, 4, 0, 0);
        }
        assertThat(SparseFile.read(copy))
                .usingRecursiveComparison()
                .isEqualTo(SparseFile.read(file));
    }

    @Test
    void aFileThatIsOnlyAHoleIsCopied() throws IOException {
        Path file = Files.createFile(folder.resolve("a"));
        SparseFile.read(file).write(folder.resolve("b"));
        assertThat(folder.resolve("b")).isEmptyFile();
    }

    @Test
    void aFileThatIsTooLargeForMemoryIsRefused() throws IOException {
        Path file = folder.resolve("a");
        Files.write(file, new byte[9 << 20]);
        assertThatThrownBy(() -> SparseFile.read(file)).hasMessageContaining("holds more");
    }
}
