package dev.slipway.server.cli;

import dev.slipway.node.image.PullPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** How a server is to run; the same for {@code up}, {@code demo} and {@code serve}. */
final class ServeOptions {
    private static final int MOST_LENT = 100_000_000;
    private static final Pattern NUMBER = Pattern.compile("-1|[0-9]{1,9}");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-[0-9]");
    private static final Pattern CIDR = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}");

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "4566",
            description = "Port on loopback. Default: ${DEFAULT-VALUE}.")
    int port = 4566;

    @Option(
            names = "--auth",
            paramLabel = "MODE",
            defaultValue = "enforce",
            description =
                    "enforce: verify every signature. open: accept any key (for tests only). Default: ${DEFAULT-VALUE}.")
    String auth = "enforce";

    @Option(
            names = "--account",
            paramLabel = "ID",
            defaultValue = "",
            description = "12-digit account id. Default: made at the first start and kept.")
    String account = "";

    @Option(
            names = "--region",
            paramLabel = "REGION",
            defaultValue = "us-east-1",
            description = "Default: ${DEFAULT-VALUE}.")
    String region = "us-east-1";

    @Option(
            names = "--public-pool",
            paramLabel = "CIDR",
            defaultValue = "",
            description = "Public addresses for tasks. Default: a free /24 of 198.18.0.0/15.")
    String publicPool = "";

    @Option(
            names = "--node",
            paramLabel = "KIND",
            defaultValue = "local",
            description =
                    "local: real containers on this machine (needs root). simulated: no containers, no root. Default: ${DEFAULT-VALUE}.")
    String node = "local";

    @Option(
            names = "--pull-policy",
            paramLabel = "POLICY",
            defaultValue = "prefer-cached",
            description =
                    "always: ask the registry for every task, as Fargate does. prefer-cached: use imported images as they are, and a pulled one when its registry cannot be reached. Default: ${DEFAULT-VALUE}.")
    String pullPolicy = "prefer-cached";

    @Option(
            names = "--registry-port",
            paramLabel = "PORT",
            defaultValue = "-1",
            description =
                    "Port on loopback that images are pushed to: docker push localhost:PORT/NAME. 0: none. Default: 1000 above --port, where that is free.")
    int registryPort = -1;

    @Option(
            names = "--lend-cpu",
            paramLabel = "UNITS",
            defaultValue = "0",
            description =
                    "CPU units that the node lends to tasks; 1024 are one CPU. Default: four times what the machine has, since tasks seldom use all of theirs.")
    int lendCpu;

    @Option(
            names = "--lend-memory",
            paramLabel = "MIB",
            defaultValue = "0",
            description =
                    "Memory that the node lends to tasks; lend more than there is, and it may run out. Default: all but 1024 MiB.")
    int lendMemory;

    PullPolicy pulls() {
        return PullPolicy.of(pullPolicy).orElse(PullPolicy.PREFER_CACHED);
    }

    /**
     * @throws CliRefusal naming the first option that is wrong
     */
    void check() {
        if (port < 1 || port > 65_535) {
            throw new CliRefusal("--port must be between 1 and 65535, not " + port);
        }
        if (lendCpu < 0 || lendCpu > MOST_LENT || lendMemory < 0 || lendMemory > MOST_LENT) {
            throw new CliRefusal("--lend-cpu and --lend-memory must be at most " + MOST_LENT);
        }
        oneOf("--auth", auth, List.of("enforce", "open"));
        if (registryPort < -1 || registryPort > 65_535 || registryPort == port) {
            throw new CliRefusal(
                    "--registry-port must be between 0 and 65535 and not the --port, not "
                            + registryPort);
        }
        oneOf(
                "--pull-policy",
                pullPolicy,
                Stream.of(PullPolicy.values()).map(PullPolicy::word).toList());
        oneOf("--node", node, List.of("local", "simulated"));
        if (!account.isEmpty() && !ACCOUNT.matcher(account).matches()) {
            throw new CliRefusal("--account must be 12 digits, not " + account);
        }
        if (!REGION.matcher(region).matches()) {
            throw new CliRefusal("--region must look like us-east-1, not " + region);
        }
        if (!publicPool.isEmpty() && !CIDR.matcher(publicPool).matches()) {
            throw new CliRefusal("--public-pool must look like 198.18.7.0/24, not " + publicPool);
        }
        if (node.equals("local") && !Target.root()) {
            throw new CliRefusal(
                    "--node local makes network namespaces and containers, which needs root: run as root, or try --node simulated");
        }
    }

    private static void oneOf(String option, String value, List<String> allowed) {
        if (!allowed.contains(value)) {
            throw new CliRefusal(
                    option + " must be " + String.join(" or ", allowed) + ", not " + value);
        }
    }

    /**
     * Takes one option as {@link #arguments} writes it.
     *
     * @return false when it is none of these
     */
    boolean take(String name, String value) {
        switch (name) {
            case "--auth" -> auth = value;
            case "--account" -> account = value;
            case "--region" -> region = value;
            case "--public-pool" -> publicPool = value;
            case "--node" -> node = value;
            case "--pull-policy" -> pullPolicy = value;
            default -> {
                return NUMBER.matcher(value).matches() && take(name, Integer.parseInt(value));
            }
        }
        return true;
    }

    private boolean take(String name, int value) {
        switch (name) {
            case "--port" -> port = value;
            case "--registry-port" -> registryPort = value;
            case "--lend-cpu" -> lendCpu = value;
            case "--lend-memory" -> lendMemory = value;
            default -> {
                return false;
            }
        }
        return true;
    }

    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(
                List.of(
                        "--port",
                        Integer.toString(port),
                        "--auth",
                        auth,
                        "--region",
                        region,
                        "--node",
                        node,
                        "--pull-policy",
                        pullPolicy,
                        "--registry-port",
                        Integer.toString(registryPort),
                        "--lend-cpu",
                        Integer.toString(lendCpu),
                        "--lend-memory",
                        Integer.toString(lendMemory)));
        if (!account.isEmpty()) {
            arguments.addAll(List.of("--account", account));
        }
        if (!publicPool.isEmpty()) {
            arguments.addAll(List.of("--public-pool", publicPool));
        }
        return arguments;
    }
}
