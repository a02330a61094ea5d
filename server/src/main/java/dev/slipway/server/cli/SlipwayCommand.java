package dev.slipway.server.cli;

import dev.slipway.server.control.ControlCommand.ControlRefusal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./slipway}: with no subcommand it says what there is. */
@Command(
        name = "slipway",
        synopsisHeading = "%nUsage: ",
        description = "AWS Fargate on your own machines.",
        footer = {
            "",
            "First steps:  ./slipway demo",
            "By hand:      ./slipway up, then  eval \"$(./slipway env)\"  and  aws ecs list-clusters",
            "Tests:        ./slipway test [--deep]"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            DoctorCommand.class,
            EnvCommand.class,
            DemoCommand.class,
            ImageCommand.class,
            LogsCommand.class,
            ServeCommand.class,
            TrainCommand.class
        })
public final class SlipwayCommand implements Runnable {
    @Spec CommandSpec spec = CommandSpec.create();

    /** Exit code of a command that was understood and could not be done. */
    static final int FAILED = 1;

    public static int run(String[] arguments) {
        Optional<Callable<Integer>> plain = PlainLine.read(List.of(arguments));
        return plain.isPresent()
                ? run(plain.get())
                : new SlipwayCommand().line().execute(arguments);
    }

    private static int run(Callable<Integer> command) {
        try {
            return command.call();
        } catch (Exception failure) {
            return failed(failure, new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        }
    }

    private CommandLine line() {
        CommandLine line = new CommandLine(this);
        line.setExecutionExceptionHandler(
                (failure, command, _) -> failed(failure, command.getErr()));
        line.setUsageHelpAutoWidth(true);
        return line;
    }

    private static int failed(Exception failure, PrintWriter err) {
        if (failure instanceof CliRefusal || failure instanceof ControlRefusal) {
            err.println("slipway: " + failure.getMessage());
        } else {
            err.println("slipway: this is a fault of Slipway's: " + failure);
            failure.printStackTrace(err);
        }
        err.flush();
        return FAILED;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
