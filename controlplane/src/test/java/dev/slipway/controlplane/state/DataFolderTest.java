package dev.slipway.controlplane.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.controlplane.state.KilledServer.Note;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    private static final Key KEY = Key.of(KilledServer.HERE, "a");

    @TempDir private Path temp;

    @Test
    void whatWasCommittedOrObservedIsThereAfterAnOrderlyEnd() throws IOException {
        write("first", "second");

        withState(
                state -> {
                    assertThat(note(state, "a")).isEqualTo("first");
                    assertThat(note(state, "observed")).isEqualTo("second");
                    assertThat(state.read().revision()).isEqualTo(2);
                });
    }

    @Test
    void whatWasDeletedStaysDeletedAndRevisionsGoOn() throws IOException {
        write("first", "second");
        withState(
                state ->
                        state.commit(
                                t -> {
                                    t.delete(KilledServer.NOTE, KEY);
                                    return "";
                                }));

        withState(
                state -> {
                    assertThat(state.read().find(KilledServer.NOTE, KEY)).isEmpty();
                    assertThat(state.read().revision()).isEqualTo(3);
                });
    }

    @Test
    void noByteOfAValueIsOnDiskInClear() throws IOException {
        write("a-very-secret-value", "another-very-secret-value");

        try (Stream<Path> files = Files.walk(data())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(bytes.contains("very-secret")).as("%s", file).isFalse();
            }
        }
        assertThat(Files.readString(data().resolve("state.db"), StandardCharsets.ISO_8859_1))
                .contains("observed");
    }

    @Test
    void anotherKeyIsRefusedAndTheDataStays() throws IOException {
        write("first", "second");
        Path other = temp.resolve("other-key");
        KeyFileSeal.openOrCreate(other, new SecureRandom());

        try (DataFolder folder = DataFolder.open(data(), 1)) {
            assertThatThrownBy(() -> KilledServer.open(folder, other))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("sealed with another key");
        }
        withState(state -> assertThat(note(state, "a")).isEqualTo("first"));
    }

    @Test
    void aMissingKeyIsRefusedAndNoNewOneIsMade() throws IOException {
        write("first", "second");
        Files.delete(keyFile());

        try (DataFolder folder = DataFolder.open(data(), 1)) {
            assertThatThrownBy(() -> folder.seal(keyFile(), new SecureRandom()))
                    .hasMessageContaining(keyFile() + " is missing")
                    .hasMessageContaining("put it back");
        }
        assertThat(keyFile()).doesNotExist();
    }

    @Test
    void theKeyFileIsItsOwnersAloneAndAnOpenOneIsRefused() throws IOException {
        KeyFileSeal.openOrCreate(keyFile(), new SecureRandom());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile())))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(keyFile(), PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> KeyFileSeal.openOrCreate(keyFile(), new SecureRandom()))
                .hasMessageContaining("open to other users")
                .hasMessageContaining("chmod 600");
    }

    @Test
    void aSealedValueOpensOnlyInItsPlaceAndUndamaged() throws IOException {
        Seal seal = KeyFileSeal.openOrCreate(keyFile(), new SecureRandom());
        byte[] clear = "hello".getBytes(StandardCharsets.UTF_8);
        byte[] here = "here".getBytes(StandardCharsets.UTF_8);
        byte[] sealed = seal.seal(clear, here);

        Seal later = KeyFileSeal.open(keyFile(), new SecureRandom());
        assertThat(later.open(sealed, here)).isEqualTo(clear);
        assertThat(seal.seal(clear, here)).isNotEqualTo(sealed);
        assertThatThrownBy(() -> later.open(sealed, "there".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalStateException.class);
        for (int i = 0; i < sealed.length; i++) {
            byte[] damaged = sealed.clone();
            damaged[i] ^= 1;
            assertThatThrownBy(() -> later.open(damaged, here))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void oneProcessHoldsAFolderOnce() throws IOException {
        try (DataFolder folder = DataFolder.open(data(), 1)) {
            assertThatThrownBy(() -> DataFolder.open(folder.path(), 1))
                    .hasMessageContaining("this process already uses");
        }
        DataFolder.open(data(), 1).close();
    }

    @Test
    void everyAcknowledgedCommitOutlivesAKillAndTheHolderIsNamedBefore() throws Exception {
        for (int round = 0; round < 3; round++) {
            Path output = temp.resolve("acknowledged-" + round);
            Process server = start(output);
            try {
                while (lines(output).size() < 300) {
                    assertThat(server.waitFor(5, TimeUnit.MILLISECONDS)).isFalse();
                }
                assertThatThrownBy(() -> DataFolder.open(data(), 1))
                        .hasMessageContaining("another server (process " + server.pid() + ")");
            } finally {
                server.destroyForcibly();
                assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
            withState(
                    state -> {
                        for (String name : lines(output)) {
                            assertThat(note(state, name)).isEqualTo("text of " + name);
                        }
                    });
        }
    }

    /** Without a last one that was cut short. */
    private static List<String> lines(Path output) {
        try {
            String text = Files.readString(output);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process start(Path output) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(
                        java.toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledServer.class.getName(),
                        data().toString(),
                        keyFile().toString())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private interface Story {
        void tell(State state);
    }

    private void withState(Story story) throws IOException {
        try (DataFolder folder = DataFolder.open(data(), 1);
                State state = KilledServer.open(folder, keyFile())) {
            story.tell(state);
        }
    }

    private void write(String committed, String observed) throws IOException {
        withState(
                state -> {
                    state.commit(
                            t -> {
                                t.put(KilledServer.NOTE, KEY, new Note(committed));
                                return "";
                            });
                    state.observe(
                            t -> {
                                t.put(
                                        KilledServer.NOTE,
                                        Key.of(KilledServer.HERE, "observed"),
                                        new Note(observed));
                                return "";
                            });
                });
    }

    private static String note(State state, String name) {
        return state.read()
                .find(KilledServer.NOTE, Key.of(KilledServer.HERE, name))
                .map(Note::text)
                .orElse("(missing)");
    }

    private Path data() {
        return temp.resolve("data");
    }

    private Path keyFile() {
        return temp.resolve("keys").resolve("key");
    }
}
