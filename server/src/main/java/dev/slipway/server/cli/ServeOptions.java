package dev.slipway.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** How a server is to run; the same for {@code up}, {@code demo} and {@code serve}. */
final class ServeOptions {
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
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

    /**
     * @throws CliRefusal naming the first option that is wrong
     */
    void check() {
        if (port < 1 || port > 65_535) {
            throw new CliRefusal("--port must be between 1 and 65535, not " + port);
        }
        oneOf("--auth", auth, List.of("enforce", "open"));
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
            case "--port" -> {
                if (!PORT.matcher(value).matches()) {
                    return false;
                }
                port = Integer.parseInt(value);
            }
            case "--auth" -> auth = value;
            case "--account" -> account = value;
            case "--region" -> region = value;
            case "--public-pool" -> publicPool = value;
            case "--node" -> node = value;
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
                        node));
        if (!account.isEmpty()) {
            arguments.addAll(List.of("--account", account));
        }
        if (!publicPool.isEmpty()) {
            arguments.addAll(List.of("--public-pool", publicPool));
        }
        return arguments;
    }
}
