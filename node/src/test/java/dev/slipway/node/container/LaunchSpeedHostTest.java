package dev.slipway.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.container.Bench.Draft;
import dev.slipway.node.host.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Figures, not promises: where the time of a launch goes. */
@EnabledIfSystemProperty(named = "slipway.deep", matches = "true")
class LaunchSpeedHostTest {
    private static final int ROUNDS = 40;

    @Test
    void aLaunchCostsLittleMoreThanTheBareRuntime() throws Exception {
        Bench.needsRoot();
        try (var bench = new Bench()) {
            bench.task(2048, 512);
            List<Double> create = new ArrayList<>();
            List<Double> start = new ArrayList<>();
            List<Double> delete = new ArrayList<>();
            List<Double> bare = new ArrayList<>();
            for (int i = 0; i < ROUNDS; i++) {
                long a = System.nanoTime();
                Container container =
                        bench.containers.create(new Draft("speed" + i, "sleep", "60").spec());
                long b = System.nanoTime();
                container.start();
                long c = System.nanoTime();
                Path bundle = bench.bundle("speed" + i);
                String config = Files.readString(bundle.resolve("config.json"));
                container.kill();
                assertThat(container.awaitExit(Duration.ofSeconds(10))).isPresent();
                long d = System.nanoTime();
                Files.writeString(
                        bundle.resolve("config.json"),
                        config.replace("\"sleep\",\"60\"", "\"true\"")
                                .replace("/speed" + i + "\"", "/bare" + i + "\""));
                long e = System.nanoTime();
                Programs.Result result =
                        Programs.run(
                                List.of(
                                        bench.containers.runtime().program().toString(),
                                        "^" + bundle.resolve("rootfs"),
                                        "^" + bundle.resolve("task"),
                                        "run",
                                        "-b",
                                        bundle.toString(),
                                        "bare" + i),
                                Duration.ofSeconds(10));
                long f = System.nanoTime();
                assertThat(result.code()).as(result.output()).isZero();
                long g = System.nanoTime();
                container.delete();
                long h = System.nanoTime();
                assertThat(d).isPositive();
                create.add((b - a) / 1e6);
                start.add((c - b) / 1e6);
                bare.add((f - e) / 1e6);
                delete.add((h - g) / 1e6);
            }
            System.out.println(
                    "launch medians, ms: create "
                            + median(create)
                            + ", start "
                            + median(start)
                            + ", delete "
                            + median(delete)
                            + "; bare "
                            + bench.containers.runtime().name()
                            + " run of the same bundle "
                            + median(bare));
        }
    }

    private static String median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().collect(Collectors.toList());
        return "%.1f".formatted(sorted.get(sorted.size() / 2));
    }
}
