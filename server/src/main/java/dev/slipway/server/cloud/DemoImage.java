package dev.slipway.server.cloud;

import dev.slipway.node.image.Image;
import dev.slipway.node.image.ImageConfig;
import dev.slipway.node.image.ImageException;
import dev.slipway.node.image.Images;
import dev.slipway.node.image.ScratchImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A small web image, made of the distribution's static busybox: needs no registry. */
final class DemoImage {
    private static final Path BUSYBOX = Path.of("/bin/busybox");
    private static final String PAGE =
            """
        <!doctype html><title>Slipway</title>
        <h1>Launched.</h1>
        <p>This page is served by a container, in a task of its own, at an address of its own.</p>
        """;
    private static final String START =
            """
        #!/bin/sh
        echo "web: serving $(hostname) as $(id -un) in ${AWS_REGION}"
        trap 'echo "web: SIGTERM, goodbye"; kill $server; exit 0' TERM
        httpd -f -v -p 80 -h /www 2>&1 &
        server=$!
        wait $server
        """;

    private DemoImage() {}

    static List<Image> into(Images images, String name) throws IOException, ImageException {
        if (Files.notExists(BUSYBOX)) {
            throw new IOException("/bin/busybox is not there: install the package busybox-static");
        }
        Path folder = Files.createTempDirectory("slipway-demo");
        try {
            ImageConfig config =
                    new ImageConfig(
                            List.of("PATH=/bin"),
                            List.of(),
                            List.of("/start"),
                            "",
                            "/",
                            "",
                            List.of("80/tcp"),
                            List.of(),
                            Map.of());
            new ScratchImage(config)
                    .busybox(
                            BUSYBOX,
                            List.of(
                                    "sh",
                                    "httpd",
                                    "hostname",
                                    "id",
                                    "echo",
                                    "wget",
                                    "cat",
                                    "sleep",
                                    "nslookup",
                                    "ip",
                                    "env"))
                    .folder("tmp", 0x3FF) // rwxrwxrwt
                    .file(
                            "etc/passwd",
                            0x1A4,
                            "root:x:0:0:root:/:/bin/sh\n".getBytes(StandardCharsets.UTF_8))
                    .file("etc/group", 0x1A4, "root:x:0:\n".getBytes(StandardCharsets.UTF_8))
                    .file("www/index.html", 0x1A4, PAGE.getBytes(StandardCharsets.UTF_8))
                    .file("start", 0x1ED, START.getBytes(StandardCharsets.UTF_8))
                    .write(folder, name);
            return images.importFrom(folder, name);
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }
}
