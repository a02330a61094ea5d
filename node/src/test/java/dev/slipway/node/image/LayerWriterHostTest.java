package dev.slipway.node.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.slipway.node.host.Programs;
import dev.slipway.node.host.Trees;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a layer's bytes become. Root, for owners, device nodes and attributes. */
class LayerWriterHostTest {
    private Path folder = Path.of("");
    private LayerStore store;
    private UnpackBudget budget;

    @BeforeEach
    void open() throws IOException {
        boolean root = "root".equals(System.getProperty("user.name"));
        if (!root) {
            System.err.println("SKIPPED: host tests of layers need root");
        }
        Assumptions.assumeTrue(root, "host tests of layers need root");
        folder = Files.createTempDirectory("slipway-layer");
        Files.createDirectories(folder.resolve("work"));
        store = new LayerStore(folder.resolve("l"), folder.resolve("work"));
        store.open(Map.of());
        budget = new UnpackBudget(Files.getFileStore(folder));
    }

    @AfterEach
    void clean() throws IOException {
        if (!folder.equals(Path.of(""))) {
            Trees.delete(folder);
        }
    }

    private Path unpack(byte[] plain, byte[] packed) throws IOException, ImageException {
        String diffId = Digests.sha256(plain);
        store.add(
                () -> new ByteArrayInputStream(packed),
                new LayerStore.Expected(Digests.sha256(packed), packed.length, diffId),
                budget);
        return store.folder().resolve(LayerStore.id(diffId));
    }

    private Path unpack(LayerTar tar) throws IOException, ImageException {
        byte[] plain = tar.bytes();
        return unpack(plain, plain);
    }

    private static String said(String... command) throws IOException {
        Programs.Result result = Programs.run(List.of(command), Duration.ofSeconds(20));
        assertThat(result.code()).as(result.output()).isZero();
        return result.output();
    }

    @Test
    void fileCapabilitiesAreKeptToTheirLastBit() throws Exception {
        // cap_setuid=ep: its 0x80 is no UTF-8.
        byte[] capability = {1, 0, 0, 2, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        byte[] key = "SCHILY.xattr.security.capability=".getBytes(StandardCharsets.UTF_8);
        int length = key.length + capability.length + 4;
        var record = new ByteArrayOutputStream();
        record.writeBytes((length + " ").getBytes(StandardCharsets.UTF_8));
        record.writeBytes(key);
        record.writeBytes(capability);
        record.write('\n');
        assertThat(record.size()).isEqualTo(length);
        var pax = new TarArchiveEntry("pax", (byte) 'x');
        pax.setSize(record.size());
        Path root =
                unpack(
                        new LayerTar()
                                .put(pax, record.toByteArray())
                                .file("newuidmap", "x", 04755, 0, 0));
        Path copy = folder.resolve("layer.tar");
        said(
                "tar",
                "-C",
                root.toString(),
                "--xattrs",
                "--xattrs-include=*",
                "-cf",
                copy.toString(),
                "newuidmap");
        assertThat(new String(Files.readAllBytes(copy), StandardCharsets.ISO_8859_1))
                .contains(new String(capability, StandardCharsets.ISO_8859_1));
    }

    @Test
    void namesAreBytesWhateverTheLocale() throws Exception {
        Path root =
                unpack(
                        new LayerTar()
                                .file("usr/F\u0151tan\u00fas\u00edtv\u00e1ny.pem", "x")
                                .file("d".repeat(90) + "/" + "n".repeat(120), "long"));
        assertThat(said("ls", root.resolve("usr").toString()))
                .contains("F\u0151tan\u00fas\u00edtv\u00e1ny.pem");
        assertThat(root.resolve("d".repeat(90)).resolve("n".repeat(120))).hasContent("long");
    }

    @Test
    void gzipInSeveralMembersAndZstdAreOneLayer() throws Exception {
        byte[] contents = new byte[400_000];
        new Random(7).nextBytes(contents);
        byte[] plain = new LayerTar().file("a", contents, 0644, 0, 0).bytes();
        var members = new ByteArrayOutputStream();
        for (int at = 0; at < plain.length; at += 65_536) {
            members.writeBytes(
                    LayerTar.gzip(
                            Arrays.copyOfRange(plain, at, Math.min(plain.length, at + 65_536))));
        }
        assertThat(unpack(plain, members.toByteArray()).resolve("a")).hasBinaryContent(contents);
        byte[] other = new LayerTar().file("b", contents, 0644, 0, 0).bytes();
        assertThat(unpack(other, Zstd.compress(other)).resolve("b")).hasBinaryContent(contents);
    }

    @Test
    void holesStayHoles() throws Exception {
        Path sparse = folder.resolve("sparse");
        said("truncate", "-s", "64M", sparse.toString());
        Files.writeString(folder.resolve("end"), "end");
        said(
                "dd",
                "if=" + folder.resolve("end"),
                "of=" + sparse,
                "bs=1M",
                "seek=32",
                "conv=notrunc");
        for (String format : List.of("gnu", "pax")) {
            Path tar = folder.resolve(format + ".tar");
            said(
                    "tar",
                    "-C",
                    folder.toString(),
                    "--format=" + format,
                    "-Scf",
                    tar.toString(),
                    "sparse");
            byte[] bytes = Files.readAllBytes(tar);
            Path file = unpack(bytes, bytes).resolve("sparse");
            assertThat(file).hasSameBinaryContentAs(sparse);
            long blocks = Long.parseLong(said("stat", "-c", "%b", file.toString()).strip());
            assertThat(blocks * 512).as(format).isLessThan(1 << 20);
        }
    }

    @Test
    void aFolderDeletedAndMadeAgainInOneLayerHidesTheOldOne() throws Exception {
        Path root =
                unpack(
                        new LayerTar()
                                .file("a/.wh.d", "")
                                .file("a/d/new", "x")
                                .file("b/d/new", "x")
                                .file("b/.wh.d", "")
                                .file("c/f", "x")
                                .file("c/.wh.f", ""));
        for (String each : List.of("a/d", "b/d")) {
            assertThat(root.resolve(each).resolve("new")).hasContent("x");
            assertThat(
                            said(
                                    "tar",
                                    "-C",
                                    root.toString(),
                                    "--xattrs",
                                    "--xattrs-include=trusted.*",
                                    "-cO",
                                    each))
                    .contains("trusted.overlay.opaque=y");
        }
        assertThat(root.resolve("c/f")).hasContent("x");
    }

    @Test
    void aLaterEntryReplacesAnEarlierOne() throws Exception {
        Path root =
                unpack(
                        new LayerTar()
                                .file("a/b/c", "x")
                                .file("a", "now a file")
                                .link("l", "a")
                                .folder("l")
                                .file("l/in", "y"));
        assertThat(root.resolve("a")).hasContent("now a file");
        assertThat(root.resolve("l").toFile().isDirectory()).isTrue();
        assertThat(Files.isSymbolicLink(root.resolve("l"))).isFalse();
    }

    @Test
    void everyWayOutIsRefused() throws Exception {
        Path victim = Files.writeString(folder.resolve("victim"), "safe");
        List<LayerTar> hostile =
                List.of(
                        new LayerTar().file("../victim", "bad"),
                        new LayerTar().file("a/../../../victim", "bad"),
                        new LayerTar().link("a", "..").file("a/victim", "bad"),
                        new LayerTar().link("a", "../..").file("a/.wh.victim", ""),
                        new LayerTar().link("a", "../../..").folder("a/x"),
                        new LayerTar().folder("d").link("d/up", "../..").file("d/up/victim", "bad"),
                        new LayerTar().link("a", "/../../..").file("a/victim", "bad"),
                        new LayerTar().link("a", "b").link("b", "a").file("a/x", "bad"),
                        new LayerTar().hard("a", "../../victim"),
                        new LayerTar().hard("a", victim.toString()),
                        new LayerTar().link("a", "../..").hard("b", "a/victim"),
                        new LayerTar().file("f", "x").file("f/below", "bad"),
                        new LayerTar().file(".wh..", ""),
                        new LayerTar().file(".wh...", ""),
                        new LayerTar().file(".wh.", ""),
                        new LayerTar().device("whiteout", 0, 0));
        for (LayerTar tar : hostile) {
            byte[] bytes = tar.bytes();
            assertThatThrownBy(() -> unpack(bytes, bytes)).isInstanceOf(ImageException.class);
        }
        assertThat(victim).hasContent("safe");
        assertThat(store.folder()).isEmptyDirectory();
        assertThat(folder.resolve("work")).isEmptyDirectory();
        assertThat(entries(folder)).containsExactlyInAnyOrder("l", "work", "victim");
    }

    private static List<String> entries(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> String.valueOf(path.getFileName())).toList();
        }
    }

    @Test
    void writingThroughALinkIntoTheHostWritesIntoTheLayer() throws Exception {
        Path root =
                unpack(
                        new LayerTar()
                                .link("a", "/tmp")
                                .folder("tmp")
                                .file("a/" + folder.getFileName(), "inside"));
        assertThat(root.resolve("tmp").resolve(folder.getFileName())).hasContent("inside");
        assertThat(Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)).isTrue();
    }

    @Test
    void aBombIsStoppedAtItsBound() throws Exception {
        budget = new UnpackBudget(Files.getFileStore(folder), 10_000_000, 0);
        byte[] plain = new LayerTar().file("zeros", new byte[10_000_001], 0644, 0, 0).bytes();
        byte[] packed = LayerTar.gzip(plain);
        assertThat(packed.length).isLessThan(100_000);
        assertThatThrownBy(() -> unpack(plain, packed))
                .isInstanceOf(ImageException.class)
                .hasMessage("the image unpacks to more than 10000000 bytes");
        // Over several layers it counts as well.
        budget = new UnpackBudget(Files.getFileStore(folder), 10_000_000, 0);
        unpack(new LayerTar().file("one", new byte[6_000_000], 0644, 0, 0));
        assertThatThrownBy(
                        () -> unpack(new LayerTar().file("two", new byte[6_000_000], 0644, 0, 0)))
                .isInstanceOf(ImageException.class);
    }

    @Test
    void anyDamageToALayerIsAnErrorAndNeverAHang() throws Exception {
        byte[] good =
                new LayerTar()
                        .folder("d")
                        .file("d/a", "hello")
                        .link("d/l", "a")
                        .hard("d/h", "d/a")
                        .file("long/" + "n".repeat(150), "x")
                        .bytes();
        var random = new Random(11);
        int rounds = Boolean.getBoolean("slipway.deep") ? 5_000 : 300;
        for (int i = 0; i < rounds; i++) {
            byte[] bad = good.clone();
            for (int j = 0; j <= random.nextInt(4); j++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            byte[] cut = Arrays.copyOf(bad, random.nextInt(bad.length + 1));
            try {
                Trees.delete(unpack(cut, cut));
            } catch (ImageException | IOException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
            assertThat(entries(folder)).containsExactlyInAnyOrder("l", "work");
            assertThat(folder.resolve("work")).isEmptyDirectory();
        }
    }
}
