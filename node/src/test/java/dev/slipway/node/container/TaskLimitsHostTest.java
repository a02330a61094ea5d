package dev.slipway.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.container.Bench.Draft;
import java.time.Duration;
import java.util.OptionalInt;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a whole task may use is the kernel's to keep, on either version of cgroups. */
class TaskLimitsHostTest {
    private static final String FOR_EVER = "while :; do :; done";

    private Bench bench;

    @BeforeEach
    void open() throws Exception {
        Bench.needsRoot();
        bench = new Bench();
    }

    @AfterEach
    void close() throws Exception {
        if (bench != null) {
            bench.close();
        }
    }

    @Test
    void whenATaskHasNoMemoryLeftExactlyTheContainerThatWasKilledIsToldSo() throws Exception {
        bench.task(1024, 128);
        Container modest =
                bench.containers.create(
                        new Draft("modest", "sh", "-c", "trap 'exit 5' TERM; " + FOR_EVER).spec());
        modest.start();
        Exit greedy =
                bench.run(
                        new Draft(
                                "greedy",
                                "sh",
                                "-c",
                                "dd if=/dev/zero of=/dev/null bs=400M count=1"));
        assertThat(greedy.code()).hasValue(137);
        assertThat(greedy.reason()).isEqualTo(Exit.OUT_OF_MEMORY);
        assertThat(modest.exit()).isEmpty();
        modest.stop();
        Exit other = modest.awaitExit(Duration.ofSeconds(20)).orElseThrow();
        assertThat(other.code()).isEqualTo(OptionalInt.of(5));
        assertThat(other.reason()).isEmpty();
    }

    @Test
    void aQuarterOfAProcessorIsAQuarterWhileOthersWantTheRest() throws Exception {
        bench.task(256, 128);
        Container busy = bench.containers.create(new Draft("busy", "sh", "-c", FOR_EVER).spec());
        Container also = bench.containers.create(new Draft("also", "sh", "-c", FOR_EVER).spec());
        busy.start();
        also.start();
        long from = System.nanoTime();
        long before = used(busy) + used(also);
        busy.awaitExit(Duration.ofSeconds(10));
        long after = used(busy) + used(also);
        double cores = (double) (after - before) / (System.nanoTime() - from);
        assertThat(cores).isCloseTo(0.25, Percentage.withPercentage(10));
    }

    private static long used(Container container) {
        return container.usage().orElseThrow().cpuNanos();
    }

    @Test
    void whatAContainerUsesIsCounted() throws Exception {
        bench.task(1024, 128);
        Container holds =
                bench.containers.create(
                        new Draft(
                                        "holds",
                                        "sh",
                                        "-c",
                                        "dd if=/dev/zero of=/root/page-cache bs=1M count=20; echo held; sleep 100")
                                .spec());
        holds.start();
        long end = System.nanoTime() + 60_000_000_000L;
        while (!bench.output("holds").contains("held")) {
            assertThat(System.nanoTime()).isLessThan(end);
            holds.awaitExit(Duration.ofMillis(20));
        }
        Usage usage = holds.usage().orElseThrow();
        assertThat(usage.cpuNanos()).isPositive();
        assertThat(usage.memoryBytes()).isBetween(20_971_520L, 134_217_728L);
    }
}
