package dev.slipway.server.cli;

import dev.slipway.server.cloud.Training;
import dev.slipway.server.control.ControlClient;
import dev.slipway.server.instance.Instance;
import dev.slipway.server.instance.JsonFile;
import dev.slipway.server.instance.ServerFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "train",
        hidden = true,
        description =
                "Lives the life of a server and of its command line once, so that the build can keep the loaded classes.")
final class TrainCommand implements Callable<Integer> {
    @Option(
            names = "--node",
            defaultValue = "simulated",
            description = "local: only in a network namespace of its own, which it changes.")
    String node = "simulated";

    @Option(
            names = "--native",
            defaultValue = "",
            description = "Folder that native libraries are unpacked into.")
    String libraries = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!libraries.isEmpty()) {
            Training.unpack(Path.of(libraries));
        }
        CommandLine line = new CommandLine(new SlipwayCommand());
        for (String[] typed : new String[][] {{"up", "--port", "4566"}, {"down"}, {"status"}}) {
            line.parseArgs(typed);
        }
        Training.run(node, TrainCommand::use);
        return 0;
    }

    private static void use(Instance instance) throws IOException, InterruptedException {
        ControlClient control = new ControlClient(instance.controlSocket());
        ServerFile server =
                JsonFile.read(instance.serverFile(), ServerFile.class)
                        .orElseThrow(() -> new CliRefusal("the server left no file"));
        new DemoCommand().tour(instance, server, () -> control);
        control.call(control.request("status"));
        control.call(control.request("down"));
    }
}
