package dev.slipway.node.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LooksTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Looks looks = new Looks();

    @Test
    void aLookIsComparedWithTheLastOneThatWasASecondAgoOrMore() {
        assertThat(looks.look("a", at(0, 100)).before()).isEmpty();
        assertThat(looks.look("a", at(400, 110)).before()).contains(at(0, 100));
        assertThat(looks.look("a", at(800, 120)).before()).contains(at(0, 100));
        assertThat(looks.look("a", at(1200, 130)).before()).contains(at(0, 100));
        assertThat(looks.look("a", at(1300, 140)).before()).contains(at(1200, 130));
    }

    @Test
    void containersAreNotComparedWithEachOther() {
        looks.look("a", at(0, 100));
        assertThat(looks.look("b", at(5000, 200)).before()).isEmpty();
    }

    @Test
    void aContainerThatWasStartedAgainBeginsAnew() {
        looks.look("a", at(0, 100));
        assertThat(looks.look("a", at(100, 5)).before()).isEmpty();
        assertThat(looks.look("a", at(200, 9)).before()).contains(at(100, 5));
    }

    private static ContainerStats at(long millis, long cpu) {
        return new ContainerStats(
                START.plusMillis(millis),
                new ContainerStats.Cpu(cpu, 0, 0, 0, 1, 0, 0, 0),
                new ContainerStats.Memory(1, 1, Long.MAX_VALUE, Map.of()),
                1,
                List.of(),
                Map.of());
    }
}
