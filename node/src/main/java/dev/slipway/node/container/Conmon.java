package dev.slipway.node.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.node.host.ExitWatch;
import dev.slipway.node.host.ProcessFd;
import dev.slipway.node.host.Spawner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The process that stays with a container: holds its output and sees its end. */
final class Conmon {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern RUNC_LOG = Pattern.compile("level=error msg=\"(.*)\"$");

    private final Path program;
    private final RuntimeChoice runtime;
    private final Folders folders;
    private final Spawner spawner;
    private final ExitWatch watch;
    private final Duration patience;

    /**
     * @param patience that long a runtime may take to create a container: one that is killed in the
     *     middle of it leaves conmon waiting for ever
     */
    Conmon(
            Path program,
            RuntimeChoice runtime,
            Folders folders,
            Spawner spawner,
            ExitWatch watch,
            Duration patience) {
        this.program = program;
        this.runtime = runtime;
        this.folders = folders;
        this.spawner = spawner;
        this.watch = watch;
        this.patience = patience;
    }

    /**
     * @param pid of the container's first process, which waits to be let go
     */
    record Created(ProcessFd conmon, long pid) {}

    /**
     * Has the runtime create the container from the bundle in its folder.
     *
     * @param manner what its standard streams are
     * @param entrances of the cgroups that the runtime is started in; empty: it makes them itself
     */
    Created create(
            String handle,
            ContainerRecord.Manner manner,
            List<String> entrances,
            LongConsumer place)
            throws LaunchException {
        return created(handle, begin(handle, manner, entrances, place));
    }

    /** The first half of {@link #create}: what it takes until the container is created is ahead. */
    Spawner.Begun begin(
            String handle,
            ContainerRecord.Manner manner,
            List<String> entrances,
            LongConsumer place) {
        Path bundle = folders.bundle(handle);
        var command =
                new Spawner.Command(
                        program,
                        arguments(handle, manner, bundle, entrances),
                        List.of(
                                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                                RuntimeChoice.SAFE,
                                // For the socket that a terminal comes through: the runtime has
                                // to see it.
                                "TMPDIR=" + folders.run(),
                                "_OCI_SYNCPIPE=3",
                                "_OCI_STARTPIPE=4"),
                        // It leaves files where it stands.
                        bundle,
                        bundle.resolve("conmon.log"));
        return spawner.begin(command, place);
    }

    /** The second half, once. */
    Created created(String handle, Spawner.Begun begun) throws LaunchException {
        Path bundle = folders.bundle(handle);
        Spawner.Started started = spawner.await(begun, patience);
        long pid = 0;
        String message = "";
        try {
            JsonNode said = JSON.readTree(started.said());
            pid = said.path("data").asLong(0);
            message = said.path("message").asText("");
        } catch (IOException _) {
            message = started.said();
        }
        if (pid <= 0) {
            started.process().signal(Signals.KILL);
            watch.add(started.process(), _ -> {}); // so that it is reaped
            if (!started.inTime()) {
                throw new LaunchException(
                        "ContainerRuntimeTimeoutError",
                        "Could not transition to created; timed out after waiting "
                                + patience.toSeconds()
                                + "s");
            }
            if (started.said().isEmpty()) {
                throw new LaunchException(
                        "CannotStartContainerError",
                        "failed to create container: the runtime, or conmon which holds the output,"
                                + " was ended from outside before the container was created");
            }
            throw refused(bundle, message);
        }
        return new Created(started.process(), pid);
    }

    private List<String> arguments(
            String handle, ContainerRecord.Manner manner, Path bundle, List<String> entrances) {
        List<String> all = new ArrayList<>(arguments(handle, bundle));
        if (manner.terminal()) {
            all.add("-t");
        }
        if (manner.interactive()) {
            all.add("-i");
            all.add("--leave-stdin-open");
        }
        for (String entrance : entrances) {
            all.add("--runtime-arg");
            all.add(entrance);
        }
        if (runtime.view().isPresent()) {
            for (Path mount : folders.mounts(handle)) {
                all.add("--runtime-arg");
                all.add("^" + mount);
            }
        }
        if (runtime.entersGroups()) {
            all.add("--runtime-arg");
            all.add("--cgroup-manager=disabled");
        }
        all.add("--runtime-arg");
        all.add("--root=" + folders.runtimeRoot());
        return all;
    }

    private List<String> arguments(String handle, Path bundle) {
        return List.of(
                "conmon",
                "--api-version",
                "1",
                // Our child, so that its number is ours to watch; it outlives us all the
                // same.
                "--sync",
                // The session keyrings of many containers exhaust the machine's quota of
                // keys.
                "--no-new-keyring",
                "--no-sync-log",
                "-c",
                handle,
                "-u",
                handle,
                "-n",
                handle,
                "-r",
                runtime.program().toString(),
                "-b",
                bundle.toString(),
                "-p",
                bundle.resolve("pid").toString(),
                "-l",
                "k8s-file:" + folders.log(handle),
                "--log-size-max",
                Long.toString(Container.LOG_FILE_BYTES),
                "--exit-dir",
                folders.exits().toString(),
                "--socket-dir-path",
                folders.sockets().toString(),
                "--log-level",
                "error");
    }

    private LaunchException refused(Path bundle, String message) {
        String text = message.strip();
        Matcher log = RUNC_LOG.matcher(text);
        if (log.find()) {
            text = log.group(1).replace("\\\"", "\"");
        }
        if (text.isEmpty()) {
            try {
                text = Files.readString(bundle.resolve("conmon.log")).strip();
            } catch (IOException _) {
                // Then there is nothing to tell.
            }
        }
        return new LaunchException(
                "CannotStartContainerError",
                "failed to create container: OCI runtime create failed: "
                        + (text.isEmpty() ? "the runtime said nothing" : text));
    }

    Path exitFile(String handle) {
        return folders.exits().resolve(handle);
    }

    /** Absent when conmon did not get to write it. */
    OptionalInt exitCode(String handle) {
        try {
            return OptionalInt.of(Integer.parseInt(Files.readString(exitFile(handle)).strip()));
        } catch (IOException | NumberFormatException _) {
            return OptionalInt.empty();
        }
    }
}
