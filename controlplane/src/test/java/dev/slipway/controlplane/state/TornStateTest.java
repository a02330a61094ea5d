package dev.slipway.controlplane.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controlplane.state.KilledServer.Note;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The write-ahead log as a power cut leaves it: what was synced, and behind it anything. */
class TornStateTest {
    private static final int COMMITS = 25;
    private static final int TRIALS = Boolean.getBoolean("slipway.deep") ? 2_000 : 60;

    @TempDir private Path temp;

    private static final String DATABASE = "state.db";
    private static final String LOG = "state.db-wal";

    @Test
    void whateverFollowsWhatWasSyncedEveryAcknowledgedCommitIsThere() throws IOException {
        long seed = Long.getLong("slipway.seed", 20261129L);
        Random random = new Random(seed);
        List<Path> moments = commits(random);
        for (int trial = 0; trial < TRIALS; trial++) {
            int last = random.nextInt(moments.size());
            Path folder = temp.resolve("torn-" + trial);
            Files.createDirectories(folder);
            Files.copy(moments.get(last).resolve(DATABASE), folder.resolve(DATABASE));
            Files.write(folder.resolve(LOG), torn(moments, last, random));
            opensWith(folder, last, "seed " + seed + " trial " + trial);
        }
    }

    /** The files whenever a commit was acknowledged, which is when all of them was synced. */
    private List<Path> commits(Random random) throws IOException {
        Path folder = temp.resolve("data");
        List<Path> moments = new ArrayList<>();
        try (DataFolder data = DataFolder.open(folder, 1);
                State state = KilledServer.open(data, temp.resolve("key"))) {
            for (int i = 0; i < COMMITS; i++) {
                int number = i;
                String text = "x".repeat(random.nextInt(6_000));
                state.commit(
                        t -> {
                            t.put(KilledServer.NOTE, key(number), new Note(number + text));
                            return "";
                        });
                Path moment = Files.createDirectories(temp.resolve("moment-" + number));
                Files.copy(folder.resolve(DATABASE), moment.resolve(DATABASE));
                Files.copy(folder.resolve(LOG), moment.resolve(LOG));
                moments.add(moment);
            }
        }
        return moments;
    }

    private static Key key(int number) {
        return Key.of(KilledServer.HERE, "note-" + number);
    }

    /** The synced log, a part of what the next commit wrote, and rubbish. */
    private static byte[] torn(List<Path> moments, int last, Random random) throws IOException {
        byte[] synced = Files.readAllBytes(moments.get(last).resolve(LOG));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(synced);
        if (last + 1 < moments.size()) {
            byte[] next = Files.readAllBytes(moments.get(last + 1).resolve(LOG));
            int more = next.length - synced.length;
            if (more > 0) {
                all.write(next, synced.length, random.nextInt(more + 1));
            }
        }
        byte[] rubbish = new byte[random.nextInt(10_000)];
        random.nextBytes(rubbish);
        all.writeBytes(rubbish);
        return all.toByteArray();
    }

    private void opensWith(Path folder, int last, String trial) throws IOException {
        try (DataFolder data = DataFolder.open(folder, 1);
                State state = KilledServer.open(data, temp.resolve("key"))) {
            for (int i = 0; i <= last; i++) {
                assertThat(state.read().find(KilledServer.NOTE, key(i)).orElseThrow().text())
                        .as(trial)
                        .startsWith(Integer.toString(i));
            }
            // The one that was under way is there as a whole or not at all.
            assertThat(state.read().revision()).as(trial).isIn(last + 1L, last + 2L);
        }
    }
}
