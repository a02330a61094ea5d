package dev.slipway.server.cli;

import dev.slipway.nodelink.NodeReport;
import dev.slipway.server.cloud.Cloud;
import dev.slipway.server.cloud.CloudSettings;
import dev.slipway.server.instance.Instance;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "serve",
        hidden = true,
        description =
                "Runs the server in the foreground until it is told to end; 'up' starts this in the background.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    @Mixin Target target = new Target();

    @Mixin ServeOptions options = new ServeOptions();

    @Option(
            names = "--ready",
            hidden = true,
            defaultValue = "",
            description = "Socket that is told when the server is ready.")
    String ready = "";

    @Override
    public Integer call() throws InterruptedException {
        Instance instance = target.instance();
        Cloud cloud;
        try {
            options.check();
            cloud =
                    Cloud.open(
                            new CloudSettings(
                                    instance,
                                    options.port,
                                    options.auth,
                                    options.account,
                                    options.region,
                                    options.publicPool,
                                    options.node,
                                    callerUid(),
                                    options.pulls(),
                                    options.registryPort,
                                    new NodeReport.Capacity(options.lendCpu, options.lendMemory)));
        } catch (RuntimeException | IOException e) {
            tell(e.getMessage() == null ? e.toString() : e.getMessage());
            throw e instanceof RuntimeException unchecked
                    ? unchecked
                    : new IllegalStateException(e);
        }
        tell("ready");
        cloud.awaitEnd();
        return 0;
    }

    /** Who typed the command: root by sudo is that user. */
    private static int callerUid() {
        String sudo = System.getenv().getOrDefault("SUDO_UID", "");
        return sudo.isEmpty() ? -1 : Integer.parseInt(sudo);
    }

    private void tell(String word) {
        if (ready.isEmpty()) {
            return;
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(Path.of(ready)));
            channel.write(ByteBuffer.wrap((word + "\n").getBytes(StandardCharsets.UTF_8)));
        } catch (IOException _) {
            ready = ""; // the one who waited has left; the server runs all the same
        }
    }
}
