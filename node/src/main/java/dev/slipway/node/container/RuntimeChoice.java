package dev.slipway.node.container;

import dev.slipway.node.host.MountView;
import dev.slipway.node.host.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The OCI runtime that was chosen, and why.
 *
 * @param name {@code crun}, {@code runc} or the name of what was configured
 * @param program what is executed: the runtime, or a wrapper of ours around it
 * @param version its own first line about itself
 * @param wrapped whether each call goes through a private mount namespace
 * @param entersGroups whether the program enters cgroups named to it ({@link RuntimeWrapper}), so
 *     that the runtime itself has nothing to do with them
 * @param waits whether the program can be started ahead of what it is to do
 * @param view the part of the machine's mounts that the program sees, beside what it is told to
 *     take along; empty: all of them
 * @param reasons in plain words, one per runtime that was looked at
 */
public record RuntimeChoice(
        String name,
        Path program,
        String version,
        boolean wrapped,
        boolean entersGroups,
        boolean waits,
        Optional<MountView> view,
        List<String> reasons)
        implements AutoCloseable {
    public RuntimeChoice {
        reasons = List.copyOf(reasons);
    }

    /**
     * Says that the runtime's program is one that containers cannot write to. A runtime believes it
     * only where it sees that this is so.
     */
    static final String SAFE = "_LIBCONTAINER_CLONED_BINARY=1";

    /** Runs one of the runtime's own commands to its end. */
    void run(Folders folders, List<String> command) throws IOException {
        List<String> all = new ArrayList<>();
        all.add(program.toString());
        all.add("--root=" + folders.runtimeRoot());
        all.addAll(command);
        Programs.Result result = Programs.run(all, Duration.ofSeconds(30));
        if (result.code() != 0) {
            throw new IOException(name + ": " + result.output().strip());
        }
    }

    /** No container can be made any more. */
    @Override
    public void close() {
        view.ifPresent(MountView::close);
    }
}
