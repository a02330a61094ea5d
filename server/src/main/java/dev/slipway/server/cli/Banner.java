package dev.slipway.server.cli;

import dev.slipway.server.instance.ServerFile;
import java.io.PrintWriter;

/** What a person must not overlook about a server. */
final class Banner {
    private Banner() {}

    static void print(PrintWriter out, ServerFile server) {
        if (server.node().equals("simulated")) {
            out.println(
                    "*** SIMULATED NODE: tasks go through their life cycle, but NO CONTAINER RUNS. ***");
        }
        if (server.auth().equals("open")) {
            out.println(
                    "*** OPEN: any access key is accepted and nothing is denied. For tests only. ***");
        }
    }
}
