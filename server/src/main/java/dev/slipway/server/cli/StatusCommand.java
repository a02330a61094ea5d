package dev.slipway.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.server.control.ControlClient;
import dev.slipway.server.instance.Instance;
import dev.slipway.server.instance.ServerFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        description =
                "Says whether the server runs, where, and what it holds. Exits with 3 when it does not run.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private static final int NOT_RUNNING = 3;

    @Mixin Target target = new Target();

    @Option(names = "--json", description = "As one JSON object.")
    boolean json;

    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Instance instance = target.running();
        Optional<ServerFile> server = target.server(instance);
        if (server.isEmpty()) {
            out.println(
                    json
                            ? "{\"running\":false}"
                            : "Slipway does not run (data folder " + instance.data() + ").");
            out.flush();
            return NOT_RUNNING;
        }
        ControlClient control = target.control(instance);
        JsonNode status = control.call(control.request("status"));
        if (json) {
            out.println(status.toString());
        } else {
            Banner.print(out, server.get());
            for (Map.Entry<String, JsonNode> line : status.properties()) {
                if (line.getValue().isArray()) {
                    line.getValue()
                            .forEach(
                                    each -> out.printf("%-14s %s%n", line.getKey(), each.asText()));
                } else {
                    out.printf("%-14s %s%n", line.getKey(), text(line.getValue()));
                }
            }
        }
        out.flush();
        return 0;
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toString();
    }
}
