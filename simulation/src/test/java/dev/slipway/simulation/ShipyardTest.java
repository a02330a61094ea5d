package dev.slipway.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ShipyardTest {
    private static final int SEEDS = Boolean.getBoolean("slipway.deep") ? 2_000 : 50;
    private static final int ORDERS = 20;

    @Test
    void everyOrderIsBuiltThroughStormsAndCrashes() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Shipyard yard = new Shipyard(seed);
            try (World world = yard.world()) {
                yard.schedule(ORDERS, 10, 5);
                world.advance(Duration.ofMinutes(10));
                assertThat(yard.finished()).isEqualTo(ORDERS);
                assertThat(world.engine().unsettled()).isEmpty();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void theSweepAloneBuildsEveryOrder() {
        Shipyard yard = new Shipyard(1);
        try (World world = yard.world()) {
            world.loseWakes();
            yard.schedule(ORDERS, 10, 5);
            world.advance(Duration.ofMinutes(10));
            assertThat(yard.finished()).isEqualTo(ORDERS);
        }
    }

    @Test
    void oneSeedGivesOneTraceInEveryVirtualMachine() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process other =
                new ProcessBuilder(
                                java.toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                OneTrace.class.getName(),
                                "42")
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try {
            String there =
                    new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(other.exitValue()).isZero();
            List<String> here = OneTrace.of(42);
            assertThat(here).hasSizeGreaterThan(100);
            assertThat(there.lines().toList()).isEqualTo(here);
            assertThat(OneTrace.of(43)).isNotEqualTo(here);
        } finally {
            other.destroyForcibly();
        }
    }
}
