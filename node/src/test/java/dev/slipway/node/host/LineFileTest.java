package dev.slipway.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LineFileTest {
    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("one");
    }

    @Test
    void theNewestTextCounts() throws IOException {
        assertThat(LineFile.read(file)).isEmpty();
        LineFile.write(file, "{\"a\":1}", false);
        LineFile.write(file, "zwölf ✓", true);
        assertThat(LineFile.read(file)).contains("zwölf ✓");
        LineFile.write(file, "", false);
        assertThat(LineFile.read(file)).contains("zwölf ✓");
    }

    @Test
    void cutAnywhereItHoldsTheOldTextOrTheNew() throws IOException {
        LineFile.write(file, "the old one", false);
        int before = (int) Files.size(file);
        LineFile.write(file, "the newer one", false);
        byte[] whole = Files.readAllBytes(file);
        for (int cut = before; cut <= whole.length; cut++) {
            Files.write(file, Arrays.copyOf(whole, cut));
            String held = cut == whole.length ? "the newer one" : "the old one";
            assertThat(LineFile.read(file)).as("cut to %s", cut).contains(held);
            LineFile.write(file, "after it", false);
            assertThat(LineFile.read(file)).contains("after it");
        }
    }

    @Test
    void whatATornTailLeavesIsNeverTakenForAText() throws IOException {
        LineFile.write(file, "the old one", false);
        byte[] old = Files.readAllBytes(file);
        LineFile.write(file, "the newer one", false);
        byte[] whole = Files.readAllBytes(file);
        for (int cut = old.length; cut < whole.length; cut++) {
            byte[] zeros = Arrays.copyOf(Arrays.copyOf(whole, cut), whole.length + 3);
            zeros[zeros.length - 1] = '\n';
            Files.write(file, zeros);
            Optional<String> held = LineFile.read(file);
            assertThat(held).as("zeros from %s", cut).contains("the old one");
        }
    }

    @Test
    void itDoesNotGrowForEver() throws IOException {
        String text = "x".repeat(20_000);
        for (int i = 0; i < 100; i++) {
            LineFile.write(file, text + i, i % 10 == 0);
            assertThat(LineFile.read(file)).contains(text + i);
            assertThat(Files.size(file)).isLessThan(400_000);
        }
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void twoLinesAreRefused() {
        assertThatThrownBy(() -> LineFile.write(file, "a\nb", false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(file).doesNotExist();
    }
}
