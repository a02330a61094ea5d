package dev.slipway.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class PlainLineTest {

    @Test
    void whatUpWritesIsReadAsTheWholeCommandLineReadsIt() {
        ServeOptions options = new ServeOptions();
        options.port = 4711;
        options.auth = "open";
        options.account = "123456789012";
        options.region = "eu-central-1";
        options.publicPool = "198.18.7.0/24";
        options.node = "simulated";
        options.lendCpu = 4096;
        options.lendMemory = 100_000_000;
        options.registryPort = -1;
        options.pullPolicy = "always";
        List<String> arguments = new ArrayList<>(List.of("--data", "/d", "--ready", "/r"));
        arguments.addAll(options.arguments());

        ServeCommand slow = new ServeCommand();
        new CommandLine(slow).parseArgs(arguments.toArray(String[]::new));
        arguments.addFirst("serve");
        ServeCommand fast = (ServeCommand) PlainLine.read(arguments).orElseThrow();

        assertThat(fast.options.arguments())
                .isEqualTo(options.arguments())
                .isEqualTo(slow.options.arguments());
        assertThat(fast.ready).isEqualTo(slow.ready).isEqualTo("/r");
        assertThat(fast.target.data).isEqualTo(slow.target.data).isEqualTo(Path.of("/d"));
    }

    @Test
    void whatIsNotSaidHasTheSameDefault() {
        ServeCommand slow = new ServeCommand();
        new CommandLine(slow).parseArgs();
        ServeCommand fast = (ServeCommand) PlainLine.read(List.of("serve")).orElseThrow();
        assertThat(fast.options.arguments()).isEqualTo(slow.options.arguments());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up --help",
                "up --port x",
                "up --port=4567",
                "up --nod simulated",
                "up --ready /r",
                "up word",
                "down",
                "status --json"
            })
    void anythingElseIsForTheWholeCommandLine(String line) {
        assertThat(PlainLine.read(List.of(line.split(" ")))).isEmpty();
    }

    @Test
    void nothingTypedIsForTheWholeCommandLine() {
        assertThat(PlainLine.read(List.of())).isEmpty();
    }
}
