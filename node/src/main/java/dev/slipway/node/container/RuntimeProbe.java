package dev.slipway.node.container;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.node.host.Cgroups;
import dev.slipway.node.host.LinuxException;
import dev.slipway.node.host.MountView;
import dev.slipway.node.host.Mounts;
import dev.slipway.node.host.Programs;
import dev.slipway.node.host.SmallProgram;
import dev.slipway.node.host.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds an OCI runtime that works here, by having each try to run something. */
final class RuntimeProbe {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String MISSING = "/not-there";
    private static final String ROOT = "rootfs";
    private static final String TAKEN_ALONG = "taken-along";

    /**
     *
     *
     * <pre>
     *   write(1, "taken-along", 11);
     *   exit(0);
     * </pre>
     */
    private static final String SAYS_SO =
            """
            bf01000000488d3515000000ba0b000000b8010000000f0531ffb83c0000000f
            0574616b656e2d616c6f6e67
            """;

    /** Where programs and what they need are. */
    private static final List<Path> SYSTEM =
            Stream.of(
                            "/usr",
                            "/bin",
                            "/sbin",
                            "/lib",
                            "/lib32",
                            "/lib64",
                            "/etc",
                            "/opt",
                            "/nix/store")
                    .map(Path::of)
                    .toList();

    /** What the kernel shows, with all that is mounted in it. */
    private static final List<Path> KERNEL =
            List.of(Path.of("/proc"), Path.of("/sys"), Path.of("/dev"));

    private static final Logger LOG = LoggerFactory.getLogger(RuntimeProbe.class);

    private final Folders folders;
    private final Cgroups cgroups;
    private final List<String> reasons = new ArrayList<>();

    private RuntimeProbe(Folders folders, Cgroups cgroups) {
        this.folders = folders;
        this.cgroups = cgroups;
    }

    static RuntimeChoice choose(String configured, Folders folders, Cgroups cgroups)
            throws IOException {
        return new RuntimeProbe(folders, cgroups).choose(configured);
    }

    private RuntimeChoice choose(String configured) throws IOException {
        List<String> names = configured.isEmpty() ? List.of("crun", "runc") : List.of(configured);
        for (String name : names) {
            Optional<Path> program =
                    name.startsWith("/")
                            ? Optional.of(Path.of(name)).filter(Files::isExecutable)
                            : Programs.find(name);
            if (program.isEmpty()) {
                reasons.add(name + " is not installed");
                continue;
            }
            Optional<RuntimeChoice> choice = look(program.get());
            if (choice.isPresent()) {
                return choice.get();
            }
        }
        throw new IOException(
                "no OCI runtime works on this machine: " + String.join("; ", reasons));
    }

    private Optional<RuntimeChoice> look(Path program) throws IOException {
        String name = String.valueOf(program.getFileName());
        String version =
                Programs.run(List.of(program.toString(), "--version"), PATIENCE)
                        .output()
                        .lines()
                        .findFirst()
                        .orElse("");
        String said = attempt(program);
        boolean works = works(said);
        if (!works && cgroups.strayUnified().isEmpty()) {
            reasons.add(name + " does not work: " + said);
            return Optional.empty();
        }
        String hidden = works ? "" : cgroups.strayUnified().orElseThrow().toString();
        String reason =
                works
                        ? name + " works as it is"
                        : name
                                + " works with "
                                + hidden
                                + " hidden from it, because by itself it says: "
                                + said;
        Path wrapper = folders.run().resolve(name);
        if (SmallProgram.runs()) {
            Optional<MountView> view = wrap(wrapper, program, hidden);
            if (view.isPresent() || works(attempt(wrapper))) {
                reasons.add(reason);
                boolean enters = name.equals("crun") && cgroups.version() == 1;
                return Optional.of(
                        new RuntimeChoice(
                                name, wrapper, version, !works, enters, true, view, reasons));
            }
        }
        if (works) {
            reasons.add(reason);
            return Optional.of(
                    new RuntimeChoice(
                            name,
                            program,
                            version,
                            false,
                            false,
                            false,
                            Optional.empty(),
                            reasons));
        }
        RuntimeWrapper.script(wrapper, program, hidden);
        if (works(attempt(wrapper))) {
            reasons.add(reason);
            return Optional.of(
                    new RuntimeChoice(
                            name, wrapper, version, true, false, false, Optional.empty(), reasons));
        }
        reasons.add(name + " does not work: " + said);
        return Optional.empty();
    }

    /**
     * Makes the program around the runtime.
     *
     * @return the view in which the runtime works; empty: it gets one of all the machine's mounts
     */
    private Optional<MountView> wrap(Path wrapper, Path program, String hidden) throws IOException {
        boolean readOnly = program.endsWith("crun");
        if (Removal.PLAIN_RUNTIMES.contains(String.valueOf(program.getFileName()))) {
            try {
                MountView view = MountView.of(contents(program, hidden));
                RuntimeWrapper.program(wrapper, program, view.file().toString(), hidden, readOnly);
                String said = attemptInView(wrapper);
                if (said.contains(TAKEN_ALONG)) {
                    return Optional.of(view);
                }
                view.close();
                LOG.info("{} does not work in a view of a few mounts: {}", program, said);
            } catch (LinuxException e) {
                LOG.info("{} is to see all of the machine's mounts: {}", program, e.getMessage());
            }
        }
        RuntimeWrapper.program(wrapper, program, "", hidden, readOnly);
        return Optional.empty();
    }

    private MountView.Contents contents(Path program, String hidden) {
        List<Path> places = new ArrayList<>(SYSTEM);
        places.removeIf(place -> !Files.exists(place));
        places.addAll(List.of(program, folders.run(), folders.all(), folders.tasks()));
        return new MountView.Contents(
                places,
                KERNEL,
                List.of(folders.run(), folders.tasks()),
                hidden.isEmpty() ? List.of() : List.of(Path.of(hidden)));
    }

    /** A program that is not there is the last thing that a runtime complains about. */
    private static boolean works(String said) {
        return said.contains(MISSING);
    }

    private String attempt(Path program) throws IOException {
        try {
            return run(program, List.of(), MISSING);
        } finally {
            clean();
        }
    }

    /** With a mounted root file system, as containers have. */
    private String attemptInView(Path wrapper) throws IOException {
        Path files = bundle().resolve("files");
        Path root = bundle().resolve(ROOT);
        try {
            Files.createDirectories(files);
            Files.createDirectories(root);
            SmallProgram.write(files.resolve(TAKEN_ALONG), SmallProgram.of(SAYS_SO, new byte[0]));
            Mounts.bind(files, root);
            return run(wrapper, List.of("^" + root), "/" + TAKEN_ALONG);
        } finally {
            Mounts.unmount(root);
            clean();
        }
    }

    private Path bundle() {
        return folders.run().resolve("probe");
    }

    private String id() {
        return "slipway-" + folders.instance() + "-probe";
    }

    private void clean() throws IOException {
        Trees.delete(bundle());
        Trees.delete(folders.runtimeRoot().resolve(id()));
        cgroups.remove(folders.group() + "/probe");
    }

    private String run(Path program, List<String> first, String what) throws IOException {
        for (String name : List.of("dev", "proc")) {
            Files.createDirectories(bundle().resolve(ROOT).resolve(name));
        }
        ObjectMapper json = new ObjectMapper();
        ObjectNode root = json.createObjectNode().put("ociVersion", "1.0.2");
        ObjectNode process = root.putObject("process").put("cwd", "/");
        process.putObject("user").put("uid", 0).put("gid", 0);
        process.putArray("args").add(what);
        root.putObject("root").put("path", ROOT);
        ObjectNode proc = root.putArray("mounts").addObject();
        proc.put("destination", "/proc").put("type", "proc").put("source", "proc");
        ObjectNode linux = root.putObject("linux");
        linux.put("cgroupsPath", folders.group() + "/probe");
        ArrayNode namespaces = linux.putArray("namespaces");
        namespaces.addObject().put("type", "mount");
        namespaces.addObject().put("type", "pid");
        Files.write(bundle().resolve("config.json"), json.writeValueAsBytes(root));
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(first);
        command.add("--root=" + folders.runtimeRoot());
        command.addAll(List.of("run", "-b", bundle().toString(), id()));
        String said = Programs.run(command, PATIENCE).output().strip();
        return said.isEmpty() ? "nothing" : said;
    }
}
