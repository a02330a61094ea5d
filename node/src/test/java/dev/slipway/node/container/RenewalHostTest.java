package dev.slipway.node.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.node.container.Bench.Draft;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RenewalHostTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String COUNTS = "echo x >> /lives; echo life $(wc -l < /lives); exit 3";
    private Bench bench;

    @BeforeEach
    void open() throws Exception {
        Bench.needsRoot();
        bench = new Bench();
        bench.task(1024, 128);
    }

    @AfterEach
    void close() throws Exception {
        if (bench != null) {
            bench.close();
        }
    }

    @Test
    void aRenewedContainerKeepsItsFilesAndItsLog() throws Exception {
        Container container =
                bench.containers.create(new Draft("again", "sh", "-c", COUNTS).spec());
        long first = container.pid();
        for (int life = 1; life <= 3; life++) {
            container.start();
            assertThat(container.awaitExit(LONG).orElseThrow().code()).hasValue(3);
            if (life < 3) {
                container.renew();
                assertThat(container.state()).isEqualTo(Container.State.CREATED);
                assertThat(container.exit()).isEmpty();
                container.renew(); // as after a restart of the agent: it is done
            }
        }
        assertThat(container.pid()).isNotEqualTo(first);
        assertThat(bench.output("again")).isEqualTo("life 1\nlife 2\nlife 3\n");
        Bench.until(() -> bench.ended.size() == 3);
        container.delete();
        assertThat(bench.containers.leaks(Set.of(Bench.TASK))).isEmpty();
    }

    @Test
    void aRunningContainerIsNotRenewed() throws Exception {
        Container container = bench.containers.create(new Draft("busy", "sleep", "100").spec());
        container.start();
        assertThatThrownBy(container::renew).isInstanceOf(LaunchException.class);
        assertThat(container.state()).isEqualTo(Container.State.RUNNING);
    }

    @Test
    void aRenewalThatWeDidNotSurviveIsUndoneAndCanBeMadeAgain() throws Exception {
        Container before = bench.containers.create(new Draft("cut", "sh", "-c", COUNTS).spec());
        before.start();
        Exit exit = before.awaitExit(LONG).orElseThrow();
        Instant started = before.startedAt().orElseThrow();
        before.renew();
        for (int restart = 0; restart < 2; restart++) {
            bench.containers.close();
            bench.containers = bench.open();
            Container after = bench.containers.all().getFirst();
            assertThat(after.state()).isEqualTo(Container.State.ENDED);
            assertThat(after.exit().orElseThrow().code()).isEqualTo(exit.code());
            assertThat(after.exit().orElseThrow().at().toEpochMilli())
                    .isEqualTo(exit.at().toEpochMilli());
            assertThat(after.startedAt()).contains(started);
        }
        Container after = bench.containers.all().getFirst();
        after.renew();
        after.start();
        assertThat(after.awaitExit(LONG).orElseThrow().code()).hasValue(3);
        assertThat(bench.output("cut")).isEqualTo("life 1\nlife 2\n");
    }

    @Test
    void aRenewedContainerIsAdoptedWhileItRuns() throws Exception {
        String lives = "echo x >> /lives; test $(wc -l < /lives) = 1 || exec sleep 100";
        Container before = bench.containers.create(new Draft("kept", "sh", "-c", lives).spec());
        before.start();
        assertThat(before.awaitExit(LONG)).isPresent();
        before.renew();
        before.start();
        bench.containers.close();
        bench.containers = bench.open();
        Container after = bench.containers.all().getFirst();
        assertThat(after.state()).isEqualTo(Container.State.RUNNING);
        assertThat(after.pid()).isEqualTo(before.pid());
        after.kill();
        assertThat(after.awaitExit(LONG).orElseThrow().code()).hasValue(137);
    }
}
