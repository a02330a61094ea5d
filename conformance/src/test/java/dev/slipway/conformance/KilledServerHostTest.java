package dev.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** A server that is killed again and again while everybody calls it. For root. */
@EnabledIf("root")
final class KilledServerHostTest {
    private static final int KILLS = Boolean.getBoolean("slipway.deep") ? 50 : 5;
    private static final long MILLISECOND = 1_000_000;

    static boolean root() {
        if (!Launcher.asRoot()) {
            System.err.println("SKIPPED: KilledServerHostTest runs real containers, needs root");
        }
        return Launcher.asRoot();
    }

    @Test
    void whatWasAcknowledgedIsThereAndTasksNeverNoticeThatTheirServerWasKilled() {
        long seed = Long.getLong("slipway.seed", System.nanoTime());
        System.out.println("KilledServerHostTest: -Dslipway.seed=" + seed);
        Random random = new Random(seed);
        try (SlipwayServer server = SlipwayServer.local()) {
            server.command("demo", "--port", Integer.toString(server.port())).expectingSuccess();
            server.readEnvironment();
            stopTheDemo(server);
            Clients clients = Clients.of(server);
            TaskCaller tasks = new TaskCaller(clients, new Random(random.nextLong()));
            List<Caller> callers = new ArrayList<>(List.of(tasks));
            callers.addAll(RecordCallers.all(clients, random));
            try (Crew crew = new Crew(callers)) {
                for (int kill = 1; kill <= KILLS; kill++) {
                    crew.begin();
                    killAtSomeMoment(server, crew, random);
                    crew.end();
                    tasks.serverDied();
                    if (random.nextBoolean()) {
                        tasks.letOneEnd();
                    }
                    server.up();
                    crew.check();
                }
            }
            tasks.stopAll();
            server.command("down").expectingSuccess();
            Launcher.Said leaks = server.command("doctor", "--leaks");
            assertThat(leaks.exit()).as(leaks.out()).isZero();
        }
    }

    private static void stopTheDemo(SlipwayServer server) {
        for (String arn : server.ecs().listTasks().taskArns()) {
            server.ecs().stopTask(r -> r.task(arn));
        }
    }

    /** After a few calls about tasks, and then anywhere in the launch that the last one caused. */
    private static void killAtSomeMoment(SlipwayServer server, Crew crew, Random random) {
        ProcessHandle process = server.process();
        int calls = 2 + random.nextInt(25);
        while (crew.answered(0) < calls) {
            LockSupport.parkNanos(MILLISECOND / 4);
        }
        LockSupport.parkNanos(random.nextLong(150 * MILLISECOND));
        process.destroyForcibly();
        process.onExit().join();
    }
}
