package dev.slipway.server.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asking other programs of the machine. */
final class Programs {
    private static final int PATIENCE_SECONDS = 5;

    private Programs() {}

    /** What a program prints; empty when it cannot be run. */
    static String said(String... command) {
        try {
            List<String> all = new ArrayList<>(List.of(command));
            // By the usual places: after a plain "su" the PATH of root has no sbin.
            dev.slipway.node.host.Programs.find(command[0])
                    .ifPresent(program -> all.set(0, program.toString()));
            Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean _ = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return said;
        } catch (IOException _) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
