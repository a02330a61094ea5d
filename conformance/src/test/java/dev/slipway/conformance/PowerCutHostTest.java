package dev.slipway.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** A server whose disk loses what was not synced, again and again. Needs root for the disk. */
@EnabledIf("root")
final class PowerCutHostTest {
    private static final int CUTS = Boolean.getBoolean("slipway.deep") ? 40 : 3;
    private static final long MILLISECOND = 1_000_000;

    static boolean root() {
        if (!Launcher.asRoot()) {
            System.err.println("SKIPPED: PowerCutHostTest mounts a disk and needs root");
        }
        return Launcher.asRoot();
    }

    @Test
    void whatWasAcknowledgedIsOnTheDiskWhenThePowerGoes() {
        long seed = Long.getLong("slipway.seed", System.nanoTime());
        System.out.println("PowerCutHostTest: -Dslipway.seed=" + seed);
        Random random = new Random(seed);
        try (SlipwayServer server = SlipwayServer.simulated();
                Disk disk = new Disk(server.launcher(), server.data(), server.launcher().home())) {
            try {
                cutAgainAndAgain(server, disk, random);
            } finally {
                server.command("down"); // before its disk goes
            }
        }
    }

    private static void cutAgainAndAgain(SlipwayServer server, Disk disk, Random random) {
        server.up();
        Clients clients = Clients.of(server);
        List<Caller> callers = new ArrayList<>(RecordCallers.all(clients, random));
        callers.add(RecordCallers.runs(clients, random));
        try (Crew crew = new Crew(callers)) {
            for (int cut = 1; cut <= CUTS; cut++) {
                crew.begin();
                cutAtSomeMoment(server, disk, crew, random);
                crew.end();
                disk.back();
                server.up();
                crew.check();
            }
        }
    }

    private static void cutAtSomeMoment(SlipwayServer server, Disk disk, Crew crew, Random random) {
        ProcessHandle process = server.process();
        int calls = 1 + random.nextInt(40);
        while (crew.answered(0) < calls) {
            LockSupport.parkNanos(MILLISECOND / 4);
        }
        LockSupport.parkNanos(random.nextLong(20 * MILLISECOND));
        // It stands still wherever it is, perhaps between a write and its sync.
        server.launcher().bash("kill -STOP " + process.pid(), Map.of()).expectingSuccess();
        try {
            disk.cut();
        } finally {
            process.destroyForcibly();
            process.onExit().join();
        }
    }
}
