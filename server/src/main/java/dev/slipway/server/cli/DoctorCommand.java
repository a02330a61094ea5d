package dev.slipway.server.cli;

import dev.slipway.server.cloud.Cloud;
import dev.slipway.server.control.ControlClient;
import dev.slipway.server.doctor.Doctor;
import dev.slipway.server.doctor.Finding;
import dev.slipway.server.instance.Instance;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "doctor",
        description =
                "Looks at the machine and says in plain words what is wrong and how to mend it.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Mixin Target target = new Target();

    @Option(
            names = "--leaks",
            description = "List what belongs to no living task; exit with 1 if there is anything.")
    boolean leaks;

    @Option(
            names = "--port",
            defaultValue = "4566",
            description = "Port that 'up' is to use. Default: ${DEFAULT-VALUE}.")
    int port;

    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Instance instance = target.running();
        Optional<List<String>> looked = look(instance);
        if (leaks) {
            List<String> found =
                    looked.orElseThrow(
                            () ->
                                    new CliRefusal(
                                            "what the server of "
                                                    + instance.data()
                                                    + " left on this machine only root can see:"
                                                    + " run this as root"));
            found.forEach(out::println);
            out.println(
                    found.isEmpty()
                            ? "No leaks."
                            : found.size() + " left over. './slipway down' removes them.");
            out.flush();
            return found.isEmpty() ? 0 : SlipwayCommand.FAILED;
        }
        List<Finding> findings = Doctor.examine(instance, port, looked);
        for (Finding finding : findings) {
            out.printf("%-5s %-18s %s%n", finding.grade().word(), finding.about(), finding.text());
            if (!finding.mend().isEmpty()) {
                out.printf("%-5s %-18s -> %s%n", "", "", finding.mend());
            }
        }
        out.flush();
        return findings.stream().anyMatch(finding -> finding.grade() == Finding.Grade.BROKEN)
                ? SlipwayCommand.FAILED
                : 0;
    }

    /** What is left over; empty when this user cannot know. */
    private Optional<List<String>> look(Instance instance) throws IOException {
        if (target.server(instance).isPresent()) {
            return Optional.of(asked(instance));
        }
        if (Target.root()) {
            return Optional.of(Cloud.remains(instance));
        }
        // The server of a user without root's rights makes nothing on the machine.
        return Target.own(instance) ? Optional.of(List.of()) : Optional.empty();
    }

    private List<String> asked(Instance instance) throws IOException {
        ControlClient control = target.control(instance);
        List<String> leaks = new ArrayList<>();
        control.call(control.request("leaks"))
                .path("leaks")
                .forEach(line -> leaks.add(line.asText()));
        return leaks;
    }
}
