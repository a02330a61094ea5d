package dev.slipway.server.cli;

import dev.slipway.server.cloud.Training;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "train",
        hidden = true,
        description =
                "Runs every protocol and the simulated node once, so that the build can keep the loaded classes.")
final class TrainCommand implements Callable<Integer> {
    @Override
    public Integer call() throws IOException, InterruptedException {
        Training.run();
        return 0;
    }
}
