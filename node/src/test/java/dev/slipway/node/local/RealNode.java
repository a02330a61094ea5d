package dev.slipway.node.local;

import dev.slipway.node.agent.Machine;
import dev.slipway.node.image.ImageConfig;
import dev.slipway.node.image.ImageException;
import dev.slipway.node.image.Images;
import dev.slipway.node.image.PullPolicy;
import dev.slipway.node.image.Registries;
import dev.slipway.node.image.ScratchImage;
import dev.slipway.node.network.PublicPool;
import dev.slipway.nodelink.ControlPlaneLink;
import dev.slipway.nodelink.NodeReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;

/** Real nodes for tests, each in a folder of its own. */
final class RealNode {
    private static final Path BUSYBOX = Path.of("/bin/busybox");
    private static final ThreadFactory THREADS =
            Thread.ofPlatform().daemon().name("node-", 0).factory();

    private RealNode() {}

    static void needsRoot(String test) {
        boolean able = "root".equals(System.getProperty("user.name")) && Files.exists(BUSYBOX);
        if (!able) {
            System.out.println("SKIPPED: " + test + " needs root and a static busybox");
        }
        Assumptions.assumeTrue(able);
    }

    static LocalSettings settings(Path folder) {
        // By its folder: a run of the same test beside this one must not meet this one's node.
        String instance = "t" + Integer.toHexString(folder.toString().hashCode());
        return new LocalSettings(
                "node-1",
                instance,
                folder.resolve("data"),
                Path.of("/run/slipway-hosttest/" + instance),
                PublicPool.choose(instance, List.of()).orElseThrow(),
                List.of(),
                false,
                new NodeReport.Capacity(2048, 2048),
                "",
                4566,
                PullPolicy.PREFER_CACHED);
    }

    private static Registries registries(Path folder) {
        return new Registries(
                folder.resolve("certs.d"), List.of(), Duration.ofSeconds(5), Clock.systemUTC());
    }

    static LocalNode open(Path folder, ControlPlaneLink link) throws IOException {
        return open(folder, link, machine -> machine);
    }

    static LocalNode open(Path folder, ControlPlaneLink link, UnaryOperator<Machine> seenAs)
            throws IOException {
        return open(folder, link, seenAs, (vpc, channel) -> channel);
    }

    static LocalNode open(
            Path folder, ControlPlaneLink link, UnaryOperator<Machine> seenAs, VpcDoors doors)
            throws IOException {
        return LocalNode.open(
                settings(folder),
                link,
                new LocalNode.Outside(Clock.systemUTC(), THREADS, registries(folder), doors),
                seenAs);
    }

    /**
     * Puts the image of {@link NodeContract} where the folder's node finds it when it is opened.
     */
    static void image(Path folder, String... applets) throws IOException, ImageException {
        Path layout = folder.resolve("layout");
        new ScratchImage(ImageConfig.ofCommand(List.of("sh")))
                .busybox(BUSYBOX, List.of(applets))
                .write(layout, NodeContract.IMAGE);
        try (Images images =
                Images.open(settings(folder).images(), registries(folder), Clock.systemUTC())) {
            images.importFrom(layout, NodeContract.IMAGE);
        }
    }
}
