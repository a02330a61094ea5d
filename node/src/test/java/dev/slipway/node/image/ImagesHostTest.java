package dev.slipway.node.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.node.host.Programs;
import dev.slipway.node.host.Trees;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImagesHostTest {
    private Path folder = Path.of("");
    private Images images;

    @BeforeEach
    void open() throws IOException {
        boolean root = "root".equals(System.getProperty("user.name"));
        if (!root) {
            System.err.println("SKIPPED: host tests of images need root");
        }
        Assumptions.assumeTrue(root, "host tests of images need root");
        folder = Files.createTempDirectory("slipway-images");
        images = reopened();
    }

    @AfterEach
    void clean() throws IOException {
        if (!folder.equals(Path.of(""))) {
            Trees.delete(folder);
        }
    }

    private Images reopened() throws IOException {
        return Images.open(
                folder.resolve("store"),
                new Registries(
                        folder.resolve("certs.d"),
                        List.of(),
                        Duration.ofSeconds(5),
                        InstantSource.system()),
                InstantSource.fixed(Instant.ofEpochSecond(9)));
    }

    private Path layout(String name) throws IOException {
        var config =
                new ImageConfig(
                        List.of("A=b"),
                        List.of("/bin/busybox"),
                        List.of("httpd", "-f"),
                        "",
                        "/www",
                        "SIGQUIT",
                        List.of("80/tcp"),
                        List.of(),
                        Map.of("k", "v"));
        Path layout = folder.resolve("layout");
        new ScratchImage(config)
                .busybox(Programs.find("busybox").orElseThrow(), List.of("sh", "httpd"))
                .folder("www", 0755)
                .file("www/index.html", 0644, "hi".getBytes(StandardCharsets.UTF_8))
                .write(layout, name);
        return layout;
    }

    @Test
    void aScratchImageIsFoundByEverySpelling() throws Exception {
        Image image = images.importFrom(layout("web"), "").getFirst();
        assertThat(image.name()).isEqualTo("docker.io/library/web:latest");
        for (String name :
                List.of(
                        "web",
                        "web:latest",
                        "library/web",
                        "docker.io/library/web:latest",
                        "docker.io/web",
                        "web@" + image.digest(),
                        image.digest())) {
            assertThat(images.find(name)).as(name).contains(image);
        }
        assertThat(images.ensure("web")).isEqualTo(image);
        assertThat(image.config().command()).containsExactly("httpd", "-f");
        assertThat(image.config().stopSignal()).isEqualTo("SIGQUIT");
        Path layer = images.layersFolder().resolve(image.layers().getFirst());
        assertThat(layer.resolve("www/index.html")).hasContent("hi");
        assertThat(Files.readSymbolicLink(layer.resolve("bin/sh"))).hasToString("busybox");
        assertThat(Files.getAttribute(layer.resolve("tmp"), "unix:mode")).isEqualTo(041777);
    }

    @Test
    void imagesAreThereAfterReopeningAndGoWithTheirLayersWhenRemoved() throws Exception {
        Image image = images.importFrom(layout("web"), "").getFirst();
        images = reopened();
        assertThat(images.list()).containsExactly(image);
        assertThatThrownBy(() -> images.remove("web", Set.of(image.layers())))
                .hasMessage("the image docker.io/library/web:latest is in use by a task");
        images.remove("web", Set.of());
        assertThat(images.layersFolder().resolve(image.layers().getFirst())).doesNotExist();
        Image again = images.importFrom(layout2(), "other").getFirst();
        images.remove("other", Set.of(List.of("elsewhere")));
        assertThatThrownBy(() -> images.remove("other", Set.of()))
                .hasMessage("there is no image other");
        assertThat(images.layersFolder().resolve(again.layers().getFirst())).doesNotExist();
    }

    private Path layout2() {
        return folder.resolve("layout");
    }

    @Test
    void archivesMadeByOtherToolsAreRead() throws Exception {
        Path layout = layout("web:1");
        for (String kind : List.of("docker-archive", "oci-archive")) {
            Path archive = folder.resolve(kind + ".tar");
            skopeo(
                    "copy",
                    "oci:" + layout + ":web:1",
                    kind + ":" + archive + ":example.com/team/" + kind + ":2");
            Image image = images.importFrom(archive, "").getFirst();
            assertThat(images.find("example.com/team/" + kind + ":2")).contains(image);
            assertThat(image.config().workingDirectory()).isEqualTo("/www");
        }
        assertThat(images.layersFolder().toFile().list()).hasSize(1);
    }

    private static void skopeo(String... arguments) throws IOException {
        var command = new java.util.ArrayList<>(List.of("skopeo", "--insecure-policy"));
        command.addAll(List.of(arguments));
        Programs.Result result = Programs.run(command, Duration.ofSeconds(60));
        assertThat(result.code()).as(result.output()).isZero();
    }

    @Test
    void aLayerBecomesAnOverlay() throws Exception {
        var layer = new LayerTar();
        layer.file("bin/tool", "x", 04755, 7, 8);
        layer.hard("bin/same", "bin/tool");
        layer.device("dev/thing", 5, 6);
        layer.file("etc/.wh.gone", "", 0644, 0, 0);
        layer.file("opt/.wh..wh..opq", "", 0644, 0, 0);
        layer.link("lib", "usr/lib");
        layer.folder("usr/lib");
        layer.file("lib/inside", "y", 0644, 0, 0);
        Image image = imported(layer.bytes());
        Path root = images.layersFolder().resolve(image.layers().getFirst());
        assertThat(Files.getAttribute(root.resolve("bin/tool"), "unix:mode")).isEqualTo(0104755);
        assertThat(Files.getAttribute(root.resolve("bin/tool"), "unix:uid")).isEqualTo(7);
        assertThat(Files.getAttribute(root.resolve("bin/same"), "unix:nlink")).isEqualTo(2);
        assertThat(Files.getAttribute(root.resolve("dev/thing"), "unix:rdev"))
                .isEqualTo(5L << 8 | 6);
        assertThat(Files.getAttribute(root.resolve("etc/gone"), "unix:rdev")).isEqualTo(0L);
        assertThat(root.resolve("usr/lib/inside")).hasContent("y");
    }

    @Test
    void hostileLayersAreRefusedAndLeaveNothing() throws Exception {
        Path victim = folder.resolve("victim");
        Files.writeString(victim, "safe");
        var dots = new LayerTar();
        dots.file("a/../../../victim", "bad", 0644, 0, 0);
        var link = new LayerTar();
        link.link("a", "../../..");
        link.file("a/victim", "bad", 0644, 0, 0);
        var chain = new LayerTar();
        chain.folder("d");
        chain.link("d/up", "../..");
        chain.file("d/up/victim", "bad", 0644, 0, 0);
        var hard = new LayerTar();
        hard.hard("a", victim.toString());
        var device = new LayerTar();
        device.device("a", 0, 0);
        for (LayerTar tar : List.of(dots, link, chain, hard, device)) {
            byte[] bytes = tar.bytes();
            assertThatThrownBy(() -> imported(bytes)).isInstanceOf(ImageException.class);
        }
        assertThat(victim).hasContent("safe");
        assertThat(images.list()).isEmpty();
        assertThat(images.layersFolder()).isEmptyDirectory();
        assertThat(folder.resolve("store/work")).isEmptyDirectory();
    }

    @Test
    void anAbsoluteLinkStaysInsideTheLayer() throws Exception {
        var tar = new LayerTar();
        tar.link("a", "/etc");
        tar.folder("etc");
        tar.file("a/slipway-was-here", "x", 0644, 0, 0);
        Image image = imported(tar.bytes());
        assertThat(Path.of("/etc/slipway-was-here")).doesNotExist();
        Path root = images.layersFolder().resolve(image.layers().getFirst());
        assertThat(root.resolve("etc/slipway-was-here")).hasContent("x");
    }

    @Test
    void aLayerThatIsNotWhatItsDigestSaysIsRefused() throws Exception {
        var tar = new LayerTar();
        tar.file("a", "x", 0644, 0, 0);
        byte[] archive = archive(tar.bytes(), "sha256:" + "0".repeat(64));
        assertThatThrownBy(() -> images.importFrom(new ByteArrayInputStream(archive), ""))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("digest of unpacked layer is sha256:");
    }

    @Test
    void aRegistryIsPulledFromByTagAndByDigest() throws Exception {
        Path layout = layout("web:1");
        int port = RealRegistry.freePort();
        Path config = folder.resolve("registry.yml");
        Files.writeString(
                config,
                "version: 0.1\nstorage:\n  filesystem:\n    rootdirectory: "
                        + folder.resolve("registry")
                        + "\nhttp:\n  addr: 127.0.0.1:"
                        + port
                        + "\n");
        Process registry = RealRegistry.start(config, folder.resolve("registry.log"), port);
        try {
            String name = "localhost:" + port + "/team/web";
            skopeo(
                    "copy",
                    "--dest-tls-verify=false",
                    "oci:" + layout + ":web:1",
                    "docker://" + name + ":1");
            Image image = images.ensure(name + ":1");
            assertThat(image.origin()).isEqualTo(Image.Origin.PULLED);
            Path layer = images.layersFolder().resolve(image.layers().getFirst());
            assertThat(layer.resolve("www/index.html")).hasContent("hi");
            assertThat(images.pull(name + "@" + image.digest()).layers()).isEqualTo(image.layers());
            assertThatThrownBy(() -> images.ensure(name + ":2"))
                    .hasMessage(
                            "pull image manifest has been retried 1 time(s): failed to resolve ref "
                                    + name
                                    + ":2: "
                                    + name
                                    + ":2: not found");
        } finally {
            registry.destroyForcibly().waitFor();
        }
    }

    @Test
    void aRegistryThatIsNotThereIsToldInEcsWords() throws Exception {
        int port = RealRegistry.freePort();
        assertThatThrownBy(() -> images.ensure("127.0.0.1:" + port + "/x"))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith(
                        "pull image manifest has been retried 5 time(s): failed to resolve ref"
                                + " 127.0.0.1:")
                .hasMessageEndingWith(": connect: connection refused");
    }

    private Image imported(byte[] layer) throws Exception {
        byte[] archive = archive(layer, Digests.sha256(layer));
        return images.importFrom(new ByteArrayInputStream(archive), "").getFirst();
    }

    private static byte[] archive(byte[] layer, String diffId) throws IOException {
        var tar = new LayerTar();
        tar.file("layer.tar", layer, 0644, 0, 0);
        tar.file(
                "config.json",
                "{\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"" + diffId + "\"]}}",
                0644,
                0,
                0);
        tar.file(
                "manifest.json",
                "[{\"Config\":\"config.json\",\"RepoTags\":[\"t:1\"],\"Layers\":[\"layer.tar\"]}]",
                0644,
                0,
                0);
        return tar.bytes();
    }
}
