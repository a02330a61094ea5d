package dev.slipway.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.server.cloud.Cloud;
import dev.slipway.server.control.ControlClient;
import dev.slipway.server.instance.Instance;
import dev.slipway.server.instance.ServerFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "down",
        description =
                "Stops every task and the server, and leaves nothing behind but the data folder.",
        mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
    @Mixin Target target = new Target();

    @Option(
            names = "--keep-tasks",
            description =
                    "Stop the server only; tasks go on running and are there after the next 'up'.")
    boolean keepTasks;

    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Instance instance = target.running();
        Optional<ServerFile> server = target.server(instance);
        if (server.isEmpty()) {
            return downWithoutServer(instance, out);
        }
        ControlClient control = target.control(instance);
        ObjectNode request = control.request("down").put("keepTasks", keepTasks);
        control.call(
                request,
                InputStream.nullInputStream(),
                line -> {
                    out.println(line.asText());
                    out.flush();
                });
        server.get().awaitEnd();
        out.println(
                keepTasks
                        ? "The server has ended; its tasks go on."
                        : "The server has ended; nothing of it is left running.");
        out.flush();
        return 0;
    }

    /** A server that was killed left its tasks running: they are this command's to end. */
    private Integer downWithoutServer(Instance instance, PrintWriter out) throws IOException {
        if (keepTasks) {
            out.println("No server runs with the data folder " + instance.data() + ".");
        } else if (Target.root()) {
            int removed = Cloud.sweep(instance);
            out.println(
                    "No server runs with the data folder "
                            + instance.data()
                            + (removed == 0
                                    ? "; nothing was left of one."
                                    : "; removed " + removed + " things that one had left."));
        } else {
            out.println("No server runs with the data folder " + instance.data() + ".");
        }
        out.flush();
        return 0;
    }
}
