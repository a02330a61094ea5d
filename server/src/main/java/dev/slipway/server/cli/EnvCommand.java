package dev.slipway.server.cli;

import dev.slipway.server.instance.ClientFile;
import dev.slipway.server.instance.Instance;
import dev.slipway.server.instance.JsonFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "env",
        description =
                "Prints shell commands that point the AWS CLI and SDKs at the server:  eval \"$(./slipway env)\"",
        mixinStandardHelpOptions = true)
final class EnvCommand implements Callable<Integer> {
    private static final Pattern CLI_VERSION = Pattern.compile("aws-cli/([0-9]+)\\.([0-9]+)");

    @Mixin Target target = new Target();

    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Instance instance = target.running();
        target.livingServer(instance);
        if (Files.exists(instance.clientFile()) && !Files.isReadable(instance.clientFile())) {
            throw new CliRefusal(
                    "the credentials in "
                            + instance.clientFile()
                            + " are readable only by the user who started the server; run this as that user");
        }
        ClientFile client =
                JsonFile.read(instance.clientFile(), ClientFile.class)
                        .orElseThrow(
                                () ->
                                        new CliRefusal(
                                                "the server left no " + instance.clientFile()));
        PrintWriter out = spec.commandLine().getOut();
        // A variable of one service, or a profile, would win over ours and lead calls astray.
        TreeSet<String> astray = new TreeSet<>();
        astray.add("AWS_PROFILE");
        astray.add("AWS_DEFAULT_PROFILE");
        astray.add("AWS_SESSION_TOKEN");
        astray.add("AWS_SECURITY_TOKEN");
        astray.add("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS");
        System.getenv().keySet().stream()
                .filter(name -> name.startsWith("AWS_ENDPOINT_URL_"))
                .forEach(astray::add);
        out.println("unset " + String.join(" ", astray));
        export(out, "AWS_ENDPOINT_URL", client.endpoint());
        export(out, "AWS_REGION", client.region());
        export(out, "AWS_DEFAULT_REGION", client.region());
        export(out, "AWS_ACCESS_KEY_ID", client.accessKeyId());
        export(out, "AWS_SECRET_ACCESS_KEY", client.secretAccessKey());
        export(out, "AWS_EC2_METADATA_DISABLED", "true");
        // Cloud Map is discovered at data-HOST otherwise, which is no name of this server.
        export(out, "AWS_DISABLE_HOST_PREFIX_INJECTION", "true");
        Optional<String> version = cliVersion();
        if (version.isPresent() && ignoresEndpointVariable(version.get())) {
            out.println("aws() { command aws --endpoint-url \"$AWS_ENDPOINT_URL\" \"$@\"; }");
            spec.commandLine()
                    .getErr()
                    .println(
                            "# The AWS CLI here ("
                                    + version.get().split(" ")[0]
                                    + ") ignores AWS_ENDPOINT_URL: 'aws' is now a shell function that adds --endpoint-url.");
            spec.commandLine().getErr().flush();
        }
        out.flush();
        return 0;
    }

    private static void export(PrintWriter out, String name, String value) {
        out.println("export " + name + "='" + value.replace("'", "'\\''") + "'");
    }

    /** The endpoint variable came with 1.29.0 and 2.13.0. */
    static boolean ignoresEndpointVariable(String version) {
        Matcher found = CLI_VERSION.matcher(version);
        if (!found.find()) {
            return false;
        }
        int major = Integer.parseInt(found.group(1));
        int minor = Integer.parseInt(found.group(2));
        return major == 1 ? minor < 29 : major == 2 && minor < 13;
    }

    private static Optional<String> cliVersion() throws InterruptedException {
        try {
            Process aws = new ProcessBuilder("aws", "--version").redirectErrorStream(true).start();
            aws.getOutputStream().close();
            String said =
                    new String(aws.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return aws.waitFor(10, TimeUnit.SECONDS) ? Optional.of(said) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty(); // no AWS CLI here: SDKs need no function
        }
    }
}
