package dev.slipway.server.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.host.Processes;
import java.io.BufferedReader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ServerFileTest {

    @Test
    void aServerLivesUntilItsProcessEnds() throws Exception {
        Process process = new ProcessBuilder("sleep", "600").start();
        try {
            ServerFile file = file(process.pid(), Processes.startTime(process.pid()).orElseThrow());
            assertThat(file.lives()).isTrue();
            assertThat(file(process.pid(), file.startTicks() + 1).lives())
                    .as("another process with the same number")
                    .isFalse();
            process.destroyForcibly().waitFor();
            assertThat(file.lives()).isFalse();
        } finally {
            process.destroyForcibly();
        }
    }

    /** The shell starts a child, tells its number, and becomes one that never asks for its end. */
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aServerWhoseParentDoesNotReapItHasEnded() throws Exception {
        Process parent =
                new ProcessBuilder("sh", "-c", "sleep 600 & echo $!; exec sleep 600").start();
        try (BufferedReader said = parent.inputReader()) {
            long child = Long.parseLong(said.readLine());
            ServerFile file = file(child, Processes.startTime(child).orElseThrow());
            assertThat(file.lives()).isTrue();
            assertThat(ProcessHandle.of(child).orElseThrow().destroyForcibly()).isTrue();
            file.awaitEnd();
            assertThat(file.lives()).isFalse();
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aServerThatASignalHoldsIsToldFromOneThatWorks() throws Exception {
        Process process = new ProcessBuilder("sleep", "600").start();
        try {
            ServerFile file = file(process.pid(), Processes.startTime(process.pid()).orElseThrow());
            assertThat(file.held()).isFalse();
            signal("STOP", process);
            while (!file.held()) {
                Thread.onSpinWait();
            }
            assertThat(file.lives()).isTrue();
            signal("CONT", process);
            while (file.held()) {
                Thread.onSpinWait();
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private static void signal(String name, Process process) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    private static ServerFile file(long pid, long startTicks) {
        return new ServerFile(
                pid,
                startTicks,
                "1",
                "",
                "us-east-1",
                "",
                "open",
                "local",
                "",
                "2026-01-01T00:00:00Z");
    }
}
