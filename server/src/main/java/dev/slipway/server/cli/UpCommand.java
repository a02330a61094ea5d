package dev.slipway.server.cli;

import dev.slipway.server.instance.Instance;
import dev.slipway.server.instance.ProcessTable;
import dev.slipway.server.instance.ServerFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "up",
        description = "Starts the server in the background and returns when it is ready.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    @Mixin Target target = new Target();

    @Mixin ServeOptions options = new ServeOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        Instance instance = target.instance();
        Optional<ServerFile> living = target.server(instance);
        if (living.isPresent()) {
            out.println(
                    "Slipway already runs at "
                            + living.get().endpoint()
                            + " (process "
                            + living.get().pid()
                            + ").");
            return 0;
        }
        ServerFile server = start(instance, options);
        out.println(
                "Slipway is ready at "
                        + server.endpoint()
                        + " (account "
                        + server.account()
                        + ", region "
                        + server.region()
                        + ").");
        if (!server.registry().isEmpty()) {
            out.println("Images are pushed to " + server.registry() + "/NAME.");
        }
        Banner.print(out, server);
        String data = target.data.toString().isEmpty() ? "" : " --data " + target.data;
        out.println("Next:  eval \"$(./slipway env" + data + ")\"   then   aws ecs list-clusters");
        out.flush();
        return 0;
    }

    static ServerFile start(Instance instance, ServeOptions options)
            throws IOException, InterruptedException {
        options.check();
        refuseBusyPort(options.port);
        return new ServerLauncher(instance, options).launch();
    }

    private static void refuseBusyPort(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        } catch (IOException _) {
            String holder = ProcessTable.listenerOn(port).orElse("another process");
            throw new CliRefusal(
                    "port "
                            + port
                            + " is taken by "
                            + holder
                            + ". Stop it, or choose another port with --port.");
        }
    }
}
