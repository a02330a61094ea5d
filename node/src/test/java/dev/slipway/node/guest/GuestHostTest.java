package dev.slipway.node.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.host.Programs;
import dev.slipway.node.host.Trees;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Containers under version 2 of cgroups, whatever this machine has: the distribution's cloud kernel
 * boots in a virtual machine under software emulation and runs the host tests of containers.
 */
@EnabledIfSystemProperty(named = "slipway.deep", matches = "true")
final class GuestHostTest {
    private static final List<String> TESTS =
            List.of(
                    "dev.slipway.node.container.ContainersHostTest",
                    "dev.slipway.node.container.SurvivalHostTest",
                    "dev.slipway.node.container.TaskLimitsHostTest",
                    "dev.slipway.node.container.ContainerCheckHostTest",
                    "dev.slipway.node.container.MemoryHostTest",
                    "dev.slipway.node.container.RenewalHostTest",
                    "dev.slipway.node.container.VolumesHostTest",
                    "dev.slipway.node.container.SharedProcessesHostTest");

    private static final int MINUTES = 20;

    @Test
    void theHostTestsOfContainersPassUnderVersion2OfCgroups() throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")));
        Path qemu = Programs.find("qemu-system-x86_64").orElseThrow();
        Path folder = Files.createTempDirectory("slipway-guest");
        try {
            run(
                    folder,
                    List.of(
                            "bash",
                            Path.of(GuestHostTest.class.getResource("/guest/make").toURI())
                                    .toString(),
                            folder.toString(),
                            System.getProperty("java.home", ""),
                            System.getProperty(
                                    "surefire.test.class.path",
                                    System.getProperty("java.class.path", ""))));
            List<String> said = run(folder, machine(qemu));
            List<String> told = said.stream().filter(line -> line.contains("GUEST ")).toList();
            told.forEach(System.out::println);
            assertThat(told)
                    .as(String.join("\n", said))
                    .noneMatch(line -> line.contains("ABORTED"))
                    .hasSizeGreaterThan(20);
            assertThat(told.getLast()).as(String.join("\n", said)).contains("GUEST EXIT 0");
        } finally {
            Trees.delete(folder);
        }
    }

    private static List<String> machine(Path qemu) {
        return List.of(
                qemu.toString(),
                "-accel",
                "tcg,thread=multi",
                "-smp",
                "2",
                "-m",
                "2048",
                "-kernel",
                "kernel",
                "-initrd",
                "initrd",
                "-drive",
                "file=disk,format=raw,if=virtio,cache=unsafe",
                "-append",
                "console=ttyS0 panic=-1 quiet slipway.tests=" + String.join(",", TESTS),
                "-display",
                "none",
                "-serial",
                "stdio",
                "-monitor",
                "none",
                "-nic",
                "none",
                "-no-reboot");
    }

    /** Everything that a command said; it must end in time. */
    private static List<String> run(Path folder, List<String> command) throws Exception {
        Path out = folder.resolve("said");
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        try {
            boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
            List<String> said = Files.readAllLines(out, StandardCharsets.ISO_8859_1);
            assertThat(ended).as(String.join("\n", said)).isTrue();
            Assumptions.assumeFalse(process.exitValue() == 3, () -> String.join("\n", said));
            assertThat(process.exitValue()).as(String.join("\n", said)).isZero();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }
}
