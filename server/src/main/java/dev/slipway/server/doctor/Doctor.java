package dev.slipway.server.doctor;

import dev.slipway.server.instance.Instance;
import dev.slipway.server.instance.ProcessTable;
import dev.slipway.server.instance.ServerFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The front door. */
public final class Doctor {
    private Doctor() {}

    public static List<Finding> examine(Instance instance, int port) {
        List<Finding> findings = new ArrayList<>();
        findings.add(
                ProcessTable.listenerOn(port)
                        .map(
                                holder ->
                                        Finding.doubtful(
                                                "port " + port,
                                                "taken by " + holder,
                                                "choose another with --port"))
                        .orElse(Finding.fine("port " + port, "free")));
        findings.add(Finding.fine("data folder", instance.data().toString()));
        return findings;
    }

    public static List<String> leaks(Instance instance, Optional<ServerFile> server) {
        return List.of();
    }
}
