package dev.slipway.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.server.control.ControlClient;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "image",
        description = "Container images that this machine holds.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ImageCommand.Import.class,
            ImageCommand.Pull.class,
            ImageCommand.ListImages.class,
            ImageCommand.Remove.class,
            ImageCommand.Collect.class
        })
final class ImageCommand implements Runnable {
    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static JsonNode ask(Target target, CommandSpec spec, ObjectNode request)
            throws IOException {
        return ask(target, spec, request, InputStream.nullInputStream());
    }

    private static JsonNode ask(
            Target target, CommandSpec spec, ObjectNode request, InputStream body)
            throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        return target.control(target.running())
                .call(
                        request,
                        body,
                        line -> {
                            err.println(line.asText());
                            err.flush();
                        });
    }

    @Command(
            name = "import",
            description =
                    "Takes in a docker-archive (docker save), an oci-archive or an OCI layout folder.",
            mixinStandardHelpOptions = true)
    static final class Import implements Callable<Integer> {
        @Mixin Target target = new Target();

        @Parameters(
                paramLabel = "FILE",
                description = "An archive, a folder, or - for standard input.")
        String file = "";

        @Option(
                names = "--name",
                defaultValue = "",
                description = "Name to give the image. Default: the name in the archive.")
        String name = "";

        @Spec CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            ControlClient control = target.control(target.running());
            ObjectNode request = control.request("image-import").put("name", name);
            JsonNode result;
            if (file.equals("-")) {
                result = ask(target, spec, request, new BufferedInputStream(System.in));
            } else {
                Path path = Path.of(file).toAbsolutePath();
                if (!Files.isReadable(path)) {
                    throw new CliRefusal("cannot read " + file);
                }
                if (Files.isDirectory(path)) {
                    result = ask(target, spec, request.put("folder", path.toString()));
                } else {
                    try (InputStream body = Files.newInputStream(path)) {
                        result = ask(target, spec, request, body);
                    }
                }
            }
            PrintWriter out = spec.commandLine().getOut();
            result.path("names").forEach(imported -> out.println(imported.asText()));
            out.flush();
            return 0;
        }
    }

    @Command(
            name = "list",
            aliases = "ls",
            description = "Lists them.",
            mixinStandardHelpOptions = true)
    static final class ListImages implements Callable<Integer> {
        @Mixin Target target = new Target();

        @Spec CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            ControlClient control = target.control(target.running());
            JsonNode result = ask(target, spec, control.request("image-list"));
            PrintWriter out = spec.commandLine().getOut();
            out.printf("%-60s %-20s %-8s %12s%n", "NAME", "DIGEST", "FROM", "SIZE");
            result.path("images")
                    .forEach(
                            image ->
                                    out.printf(
                                            "%-60s %-20s %-8s %12s%n",
                                            image.path("name").asText(),
                                            image.path("digest")
                                                    .asText()
                                                    .replaceFirst("^(sha256:.{12}).*", "$1"),
                                            image.path("origin").asText(),
                                            mebibytes(image.path("bytes").asLong())));
            out.printf("All layers, unpacked: %s%n", mebibytes(result.path("layerBytes").asLong()));
            out.flush();
            return 0;
        }
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }

    @Command(
            name = "pull",
            description = "Pulls one from its registry, also when one of that name is here.",
            mixinStandardHelpOptions = true)
    static final class Pull implements Callable<Integer> {
        @Mixin Target target = new Target();

        @Parameters(
                paramLabel = "NAME",
                description = "Such as nginx:1.29 or host:5000/app@sha256:...")
        String name = "";

        @Spec CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            ControlClient control = target.control(target.running());
            JsonNode result = ask(target, spec, control.request("image-pull").put("name", name));
            PrintWriter out = spec.commandLine().getOut();
            result.path("names").forEach(pulled -> out.println(pulled.asText()));
            out.flush();
            return 0;
        }
    }

    @Command(
            name = "gc",
            description = {
                "Removes layers that nothing needs any more, then pulled images, least lately used"
                        + " first, until all layers take no more than --keep.",
                "Imported images stay, and so does what tasks use. Of the own registry, what no manifest"
                        + " needs is removed."
            },
            mixinStandardHelpOptions = true)
    static final class Collect implements Callable<Integer> {
        private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})([KMGT]?)i?B?");

        @Mixin Target target = new Target();

        @Option(
                names = "--keep",
                paramLabel = "SIZE",
                defaultValue = "",
                description =
                        "Such as 500M or 20G. Default: only what nothing needs is removed, images stay.")
        String keep = "";

        @Spec CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            ControlClient control = target.control(target.running());
            JsonNode result =
                    ask(target, spec, control.request("image-gc").put("keepBytes", bytes(keep)));
            PrintWriter out = spec.commandLine().getOut();
            out.printf(
                    "%s freed, layers now take %s%n",
                    mebibytes(result.path("freedBytes").asLong()),
                    mebibytes(result.path("layerBytes").asLong()));
            out.flush();
            return 0;
        }

        static long bytes(String keep) {
            if (keep.isEmpty()) {
                return Long.MAX_VALUE;
            }
            Matcher size = SIZE.matcher(keep.toUpperCase(Locale.ROOT).replace("IB", "B"));
            if (!size.matches()) {
                throw new CliRefusal("--keep must look like 500M or 20G, not " + keep);
            }
            int thousands = " KMGT".indexOf((size.group(2) + " ").charAt(0));
            long count = Long.parseLong(size.group(1));
            long unit = 1L << (10 * thousands);
            return count > Long.MAX_VALUE / unit ? Long.MAX_VALUE : count * unit;
        }
    }

    @Command(
            name = "rm",
            description = "Removes one that no task uses.",
            mixinStandardHelpOptions = true)
    static final class Remove implements Callable<Integer> {
        @Mixin Target target = new Target();

        @Parameters(paramLabel = "NAME", description = "As 'image list' shows it.")
        String name = "";

        @Spec CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            ControlClient control = target.control(target.running());
            ask(target, spec, control.request("image-remove").put("name", name));
            return 0;
        }
    }
}
