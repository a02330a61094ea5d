package dev.slipway.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.container.Bench.Draft;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemoryHostTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String GREED = "dd if=/dev/zero of=/dev/null bs=100M count=1";
    private Bench bench;

    @BeforeEach
    void open() throws Exception {
        Bench.needsRoot();
        bench = new Bench();
        bench.task(1024, 64);
    }

    @AfterEach
    void close() throws Exception {
        if (bench != null) {
            bench.close();
        }
    }

    @Test
    void whatTakesMoreThanItsLimitIsKilledWithTheReason() throws Exception {
        Draft greedy = new Draft("greedy", "sh", "-c", "exec " + GREED);
        greedy.memoryMib = 32;
        Exit exit = bench.run(greedy);
        assertThat(exit.code()).hasValue(137);
        assertThat(exit.reason()).isEqualTo(Exit.OUT_OF_MEMORY);
        assertThat(Path.of("oom")).as("what conmon leaves where it stands").doesNotExist();
        assertThat(bench.folder.resolve("c/greedy")).exists();
    }

    @Test
    void theTasksLimitKillsOneContainerAndOnlyThatOneIsToldSo() throws Exception {
        Container modest = bench.containers.create(new Draft("modest", "sleep", "100").spec());
        modest.start();
        Exit exit = bench.run(new Draft("greedy", "sh", "-c", "exec " + GREED));
        assertThat(exit.code()).hasValue(137);
        assertThat(exit.reason()).isEqualTo(Exit.OUT_OF_MEMORY);
        assertThat(modest.state()).isEqualTo(Container.State.RUNNING);
        modest.stop();
        modest.kill();
        Exit other = modest.awaitExit(LONG).orElseThrow();
        assertThat(other.code()).hasValue(137);
        assertThat(other.reason()).isEmpty();
    }

    @Test
    void theDeathOfAChildIsNotTheContainersEnd() throws Exception {
        Draft survivor = new Draft("survivor", "sh", "-c", GREED + "; echo $?; sleep 100");
        Container container = bench.containers.create(survivor.spec());
        container.start();
        Bench.until(() -> bench.output("survivor").contains("137\n"));
        assertThat(container.state()).isEqualTo(Container.State.RUNNING);
        bench.containers.close();
        bench.containers = bench.open();
        Container adopted = bench.containers.all().getFirst();
        adopted.kill();
        Exit exit = adopted.awaitExit(LONG).orElseThrow();
        assertThat(exit.code()).hasValue(137);
        assertThat(exit.reason()).isEmpty();
    }

    @Test
    void anOrdinaryEndAfterTheDeathOfAChildIsOrdinary() throws Exception {
        Exit exit = bench.run(new Draft("shrugs", "sh", "-c", GREED + "; exit 4"));
        assertThat(exit.code()).hasValue(4);
        assertThat(exit.reason()).isEmpty();
    }

    @Test
    void aNewLifeDoesNotInheritTheReasonOfTheLast() throws Exception {
        String once = "test -e /been && kill -9 $$; echo > /been; exec " + GREED;
        Draft draft = new Draft("twice", "sh", "-c", "sh -c '" + once + "'; exit $?");
        Container container = bench.containers.create(draft.spec());
        container.start();
        assertThat(container.awaitExit(LONG).orElseThrow().reason()).isEqualTo(Exit.OUT_OF_MEMORY);
        container.renew();
        container.start();
        Exit exit = container.awaitExit(LONG).orElseThrow();
        assertThat(exit.code()).hasValue(137);
        assertThat(exit.reason()).isEmpty();
    }

    @Test
    void aCheckThatIsKilledForMemoryHasFailedAndIsNotToldAsTheContainersEnd() throws Exception {
        Container container = bench.containers.create(new Draft("checked", "sleep", "100").spec());
        container.start();
        assertThat(container.check(List.of("sh", "-c", "exec " + GREED), LONG)).isFalse();
        assertThat(container.state()).isEqualTo(Container.State.RUNNING);
        container.kill();
        assertThat(container.awaitExit(LONG).orElseThrow().reason()).isEmpty();
    }
}
