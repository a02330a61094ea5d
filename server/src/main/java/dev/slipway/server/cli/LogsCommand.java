package dev.slipway.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.server.control.ControlClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "logs",
        description = "Shows what the containers of a task wrote, read back from CloudWatch Logs.",
        mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {
    @Mixin Target target = new Target();

    @Parameters(paramLabel = "TASK", description = "Task id or ARN.")
    String task = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the task has stopped.")
    boolean follow;

    @Option(
            names = "--container",
            defaultValue = "",
            description = "Only this container. Default: all of the task.")
    String container = "";

    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        ControlClient control = target.control(target.running());
        ObjectNode request =
                control.request("logs")
                        .put("task", task)
                        .put("container", container)
                        .put("follow", follow);
        control.call(
                request,
                InputStream.nullInputStream(),
                line -> {
                    out.println(line.asText());
                    out.flush();
                });
        return 0;
    }
}
