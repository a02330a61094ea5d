package dev.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README tells a newcomer to type works as it stands there. */
final class ReadmeTourTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```");

    /** The tour is in the blocks that start and end a server; only its place is adapted. */
    private static String tour(SlipwayServer server) throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(Launcher.root().resolve("README.md")));
        List<String> blocks = new ArrayList<>();
        while (block.find()) {
            blocks.add(block.group(1));
        }
        String typed = String.join("\n", blocks.subList(1, blocks.size()));
        assertThat(typed).contains("./slipway up ", "./slipway down ");
        String data = " --data '" + server.data() + "' ";
        assertThat(typed).contains("curl -s ");
        // The simulated node answers at no address: what would be fetched is shown instead.
        return typed.replace("curl -s ", "echo would fetch ")
                .replaceAll("\\./slipway (up|env|logs|down|status)", "./slipway $1" + data)
                .replace(
                        "./slipway up" + data,
                        "./slipway up" + data + "--node simulated --port " + server.port() + " ");
    }

    @Test
    void theTourWithTheAwsCliCanBeTypedFromTheReadme() throws IOException {
        try (SlipwayServer server = SlipwayServer.simulated()) {
            boolean cli = server.launcher().bash("command -v aws", Map.of()).exit() == 0;
            if (!cli) {
                System.err.println("SKIPPED: no AWS CLI on this machine to take the tour with");
            }
            assumeTrue(cli, "no AWS CLI");
            Launcher.Said said = server.launcher().bash(tour(server), Map.of());
            assertThat(said.expectingSuccess())
                    .contains("Slipway is ready", "would fetch http://198.18.", "\"STOPPED\"")
                    .contains("nothing of it is left running");
        }
    }
}
