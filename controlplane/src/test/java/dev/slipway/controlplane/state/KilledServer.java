package dev.slipway.controlplane.state;

import dev.slipway.controlplane.aws.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/**
 * A process that commits as fast as it can and says on its output which commits were acknowledged.
 * It ends only by being killed, or when its parent goes.
 */
final class KilledServer {
    static final Scope HERE = new Scope("000000000000", "us-east-1");
    static final Kind<Note> NOTE = Kind.of("note", Note.class);

    record Note(String text) {}

    private KilledServer() {}

    static State open(DataFolder folder, Path keyFile) throws IOException {
        return State.open(
                List.of(NOTE),
                List.of(),
                folder.journal(),
                folder.seal(keyFile, new SecureRandom()),
                Thread.ofPlatform().daemon().factory());
    }

    public static void main(String[] arguments) throws Exception {
        DataFolder folder = DataFolder.open(Path.of(arguments[0]), ProcessHandle.current().pid());
        State state = open(folder, Path.of(arguments[1]));
        for (int committer = 0; committer < 8; committer++) {
            int number = committer;
            Thread.ofPlatform().daemon().start(() -> commitForever(state, number));
        }
        while (System.in.read() >= 0) {
            // The parent never writes; its end closes the pipe.
        }
    }

    private static void commitForever(State state, int committer) {
        for (int i = 0; ; i++) {
            String name = committer + "-" + i;
            state.commit(
                    t -> {
                        t.put(NOTE, Key.of(HERE, name), new Note("text of " + name));
                        return name;
                    });
            synchronized (System.out) {
                System.out.println(name);
            }
        }
    }
}
