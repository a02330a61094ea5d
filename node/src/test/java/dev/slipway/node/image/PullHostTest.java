package dev.slipway.node.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.node.host.Programs;
import dev.slipway.node.host.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pulls from a registry that does not do what it should. Root, for owners and device nodes. */
class PullHostTest {
    private Path folder = Path.of("");
    private FakeRegistry registry;
    private Images images;

    @BeforeEach
    void open() throws IOException {
        boolean root = "root".equals(System.getProperty("user.name"));
        if (!root) {
            System.err.println("SKIPPED: host tests of pulls need root");
        }
        Assumptions.assumeTrue(root, "host tests of pulls need root");
        folder = Files.createTempDirectory("slipway-pull");
        registry = new FakeRegistry();
        images = images(folder.resolve("store"));
    }

    private Images images(Path store) throws IOException {
        return Images.open(
                store,
                new Registries(
                        folder.resolve("certs.d"),
                        List.of(folder.resolve("config.json")),
                        Duration.ofMillis(400),
                        Clock.systemUTC()),
                Clock.systemUTC());
    }

    @AfterEach
    void clean() throws IOException {
        if (!folder.equals(Path.of(""))) {
            images.close();
            registry.close();
            Trees.delete(folder);
        }
    }

    private static FakeRegistry.Layer layer(String name, int size) throws IOException {
        byte[] contents = new byte[size];
        new Random(name.hashCode()).nextBytes(contents);
        return FakeRegistry.Layer.of(new LayerTar().file(name, contents, 0644, 0, 0));
    }

    private Path root(Image image, int layer) {
        return images.layersFolder().resolve(image.layers().get(layer));
    }

    private void assertNothingIsLeft() {
        assertThat(images.list()).isEmpty();
        assertThat(images.layersFolder()).isEmptyDirectory();
        assertThat(folder.resolve("store/work")).isEmptyDirectory();
    }

    @Test
    void aConnectionThatBreaksGoesOnWhereItEnded() throws Exception {
        var layer = layer("big", 300_000);
        registry.offer("app", "1", layer);
        String path = "/v2/app/blobs/" + Digests.sha256(layer.packed());
        int half = layer.packed().length / 2;
        registry.conduct(
                path,
                call -> {
                    if (call.getRequestHeaders().containsKey("Range")) {
                        return false;
                    }
                    call.sendResponseHeaders(200, layer.packed().length);
                    call.getResponseBody().write(layer.packed(), 0, half);
                    call.getResponseBody().flush();
                    throw new IOException("cut");
                });
        Image image = images.pull(registry.name("app:1"));
        assertThat(root(image, 0).resolve("big")).hasSize(300_000);
        assertThat(registry.asked())
                .anySatisfy(line -> assertThat(line).matches("GET .* bytes=[1-9][0-9]*-"));
    }

    @Test
    void aRegistryThatHangsIsLeftInTimeAtEveryStep() throws Exception {
        var layer = layer("big", 100_000);
        registry.offer("app", "1", layer);
        registry.conduct(
                "/v2/app/blobs/" + Digests.sha256(layer.packed()),
                registry.stalling(layer.packed(), 1000));
        assertThatThrownBy(() -> images.pull(registry.name("app:1")))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("ref pull has been retried 5 time(s): failed to copy: ")
                .hasMessageEndingWith("i/o timeout");
        registry.conduct("/v2/app/manifests/1", registry.hanging());
        assertThatThrownBy(() -> images.pull(registry.name("app:1")))
                .isInstanceOf(ImageException.class)
                .hasMessage(
                        "pull image manifest has been retried 2 time(s): failed to resolve ref "
                                + registry.name("app:1")
                                + ": failed to do request: Get \"http://"
                                + registry.name("").replace("/", "")
                                + "/v2/app/manifests/1\": net/http: timeout awaiting response"
                                + " headers");
        assertNothingIsLeft();
    }

    @Test
    void tasksThatWantOneImageAtOnceShareOnePullAndSoItsFailure() throws Exception {
        var layer = layer("big", 100_000);
        registry.offer("app", "1", layer);
        var go = new CountDownLatch(1);
        registry.conduct(
                "/v2/app/manifests/1",
                call -> {
                    FakeRegistry.await(go);
                    return false;
                });
        List<Future<Images.Fetched>> all = new ArrayList<>();
        try (ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            var images = images(folder.resolve("patient"), Duration.ofSeconds(20));
            for (int i = 0; i < 50; i++) {
                all.add(
                        tasks.submit(
                                () -> images.fetch(registry.name("app:1"), PullPolicy.ALWAYS)));
            }
            while (images.underWay(registry.name("app:1")).isEmpty()) {
                Thread.onSpinWait();
            }
            go.countDown();
            for (Future<Images.Fetched> one : all) {
                assertThat(one.get().image()).isEqualTo(all.getFirst().get().image());
            }
            images.close();
        }
        assertThat(registry.times(Digests.sha256(layer.packed()))).isEqualTo(1);
    }

    private Images images(Path store, Duration patience) throws IOException {
        return Images.open(
                store,
                new Registries(folder.resolve("certs.d"), List.of(), patience, Clock.systemUTC()),
                Clock.systemUTC());
    }

    @Test
    void aLayerThatTwoImagesShareComesOnce() throws Exception {
        var base = layer("base", 50_000);
        registry.offer("a", "1", base, layer("a", 10));
        registry.offer("b", "1", base, layer("b", 10));
        images.pull(registry.name("a:1"));
        images.pull(registry.name("b:1"));
        assertThat(registry.times(Digests.sha256(base.packed()))).isEqualTo(1);
        images.remove(registry.name("a:1"), Set.of());
        assertThat(images.layersFolder().toFile().list()).hasSize(2);
    }

    @Test
    void whatLiesIsRefusedAndLeavesNothing() throws Exception {
        var layer = layer("x", 1000);
        byte[] other = layer.packed().clone();
        other[other.length - 9] ^= 1;
        registry.offer("lie", "1", layer);
        registry.document("/v2/lie/blobs/" + Digests.sha256(layer.packed()), other);
        assertThatThrownBy(() -> images.pull(registry.name("lie:1")))
                .isInstanceOf(ImageException.class);
        registry.document(
                "/v2/lie/blobs/" + Digests.sha256(layer.packed()),
                Arrays.copyOf(layer.packed(), layer.packed().length + 7));
        assertThatThrownBy(() -> images.pull(registry.name("lie:1")))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("failed size validation");
        String pinned = registry.offer("pinned", "1", layer);
        registry.document("/v2/pinned/manifests/" + pinned, FakeRegistry.utf8("{}"));
        assertThatThrownBy(() -> images.pull(registry.name("pinned@" + pinned)))
                .hasMessageStartingWith("digest of the manifest is sha256:");
        assertNothingIsLeft();
    }

    @Test
    void imagesBeyondAllMeasureAreRefusedBeforeAnythingIsFetched() throws Exception {
        String many = "{\"digest\":\"sha256:" + "a".repeat(64) + "\",\"size\":1},";
        registry.manifest(
                "many",
                "1",
                "{\"config\":{\"digest\":\"sha256:"
                        + "b".repeat(64)
                        + "\",\"size\":1},\"layers\":["
                        + many.repeat(9_999)
                        + many.substring(0, many.length() - 1)
                        + "]}");
        assertThatThrownBy(() -> images.pull(registry.name("many:1")))
                .hasMessage("an image of 10000 layers cannot be mounted: 127 are the most");
        registry.conduct(
                "/v2/fat/manifests/1",
                call -> {
                    call.sendResponseHeaders(200, 0);
                    byte[] spaces = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
                    for (int i = 0; i < 100; i++) {
                        call.getResponseBody().write(spaces);
                    }
                    return true;
                });
        assertThatThrownBy(() -> images.pull(registry.name("fat:1")))
                .hasMessageEndingWith("is larger than 4194304 bytes");
        registry.manifest(
                "arm",
                "1",
                "{\"manifests\":[{\"digest\":\"sha256:"
                        + "c".repeat(64)
                        + "\",\"size\":1,\"platform\":{\"os\":\"linux\",\"architecture\":\"s390x\"}}]}");
        assertThatThrownBy(() -> images.pull(registry.name("arm:1")))
                .hasMessageStartingWith(
                        "image Manifest does not contain descriptor matching platform 'linux/");
        assertThat(registry.asked()).noneMatch(line -> line.contains("/blobs/"));
    }

    @Test
    void aFullDiskFailsThePullAndKeepsRoomForOthers() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        run("mount", "-t", "tmpfs", "-o", "size=16m", "slipway-test", disk.toString());
        try (var small = images(disk.resolve("store"), Duration.ofSeconds(5))) {
            registry.offer("app", "1", layer("small", 100_000), layer("big", 40 << 20));
            registry.offer("app", "2", layer("other", 100_000));
            assertThatThrownBy(() -> small.pull(registry.name("app:1")))
                    .isInstanceOf(ImageException.class)
                    .hasMessageStartingWith("failed to extract layer sha256:")
                    .hasMessageContaining("no space left on device");
            assertThat(small.list()).isEmpty();
            assertThat(disk.resolve("store/work")).isEmptyDirectory();
            assertThat(small.pull(registry.name("app:2")).layers()).hasSize(1);
        } finally {
            run("umount", disk.toString());
        }
    }

    private static void run(String... command) throws IOException {
        Programs.Result result = Programs.run(List.of(command), Duration.ofSeconds(20));
        assertThat(result.code()).as(result.output()).isZero();
    }

    @Test
    void aLoginGoesToItsRegistryAndToNobodyElse() throws Exception {
        var layer = layer("x", 1000);
        registry.offer("app", "1", layer);
        String basic =
                Base64.getEncoder().encodeToString("ship:mate".getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                folder.resolve("config.json"),
                "{\"auths\":{\"127.0.0.1:" + registry.port() + "\":{\"auth\":\"" + basic + "\"}}}");
        List<String> seenElsewhere = new ArrayList<>();
        try (var elsewhere = new FakeRegistry()) {
            elsewhere.document("/blob", layer.packed());
            elsewhere.conduct(
                    "/blob",
                    call -> {
                        seenElsewhere.addAll(call.getRequestHeaders().keySet());
                        return false;
                    });
            registry.conduct(
                    "/token",
                    call -> {
                        String sent = call.getRequestHeaders().getFirst("Authorization");
                        if (!("Basic " + basic).equals(sent)) {
                            call.sendResponseHeaders(401, -1);
                        } else {
                            FakeRegistry.send(call, FakeRegistry.utf8("{\"token\":\"t0\"}"), "");
                        }
                        return true;
                    });
            FakeRegistry.Conduct guarded =
                    call -> {
                        String sent = call.getRequestHeaders().getFirst("Authorization");
                        if ("Bearer t0".equals(sent)) {
                            return false;
                        }
                        call.getResponseHeaders()
                                .set(
                                        "WWW-Authenticate",
                                        "Bearer realm=\"http://127.0.0.1:"
                                                + registry.port()
                                                + "/token\",service=\"s\",scope=\"repository:app:pull\"");
                        call.sendResponseHeaders(401, -1);
                        return true;
                    };
            registry.conduct("/v2/app/manifests/1", guarded);
            registry.conduct(
                    "/v2/app/blobs/" + Digests.sha256(layer.packed()),
                    call -> {
                        if (!guarded.answer(call)) {
                            call.getResponseHeaders()
                                    .set(
                                            "Location",
                                            "http://127.0.0.1:" + elsewhere.port() + "/blob");
                            call.sendResponseHeaders(307, -1);
                        }
                        return true;
                    });
            assertThat(images.pull(registry.name("app:1")).layers()).hasSize(1);
            assertThat(seenElsewhere).contains("User-agent").doesNotContain("Authorization");
        }
        Files.delete(folder.resolve("config.json"));
        images.remove(registry.name("app:1"), Set.of());
        assertThatThrownBy(() -> images.pull(registry.name("app:1")))
                .hasMessageStartingWith(
                        "pull image manifest has been retried 1 time(s): failed to resolve ref ")
                .hasMessageContaining("pull access denied, repository does not exist or may");
    }

    @Test
    void theNewestImageIsUsedAndACopyOnlyWhenTheRegistryIsAway() throws Exception {
        registry.offer("app", "1", layer("old", 10));
        String name = registry.name("app:1");
        Image old = images.fetch(name, PullPolicy.PREFER_CACHED).image();
        int asked = registry.asked().size();
        assertThat(images.fetch(name, PullPolicy.PREFER_CACHED))
                .isEqualTo(new Images.Fetched(old, ""));
        assertThat(registry.asked().subList(asked, registry.asked().size()))
                .containsExactly("HEAD /v2/app/manifests/1");
        registry.offer("app", "1", layer("new", 10));
        Image fresh = images.fetch(name, PullPolicy.PREFER_CACHED).image();
        assertThat(fresh.digest()).isNotEqualTo(old.digest());
        registry.close();
        Images.Fetched copy = images.fetch(name, PullPolicy.PREFER_CACHED);
        assertThat(copy.image()).isEqualTo(fresh);
        assertThat(copy.note())
                .startsWith("image " + name + " was not refreshed, the copy of ")
                .contains(fresh.digest(), "connection refused");
        assertThat(images.fetch(registry.name("app@" + fresh.digest()), PullPolicy.PREFER_CACHED))
                .isEqualTo(new Images.Fetched(fresh, ""));
        assertThatThrownBy(() -> images.fetch(name, PullPolicy.ALWAYS))
                .isInstanceOf(ImageException.class);
    }

    @Test
    void garbageIsCollectedByAgeAndNeverWhatATaskUses() throws Exception {
        for (String tag : List.of("1", "2", "3")) {
            registry.offer("app", tag, layer(tag, 20_000));
            images.pull(registry.name("app:" + tag));
        }
        Image second = images.find(registry.name("app:2")).orElseThrow();
        assertThat(images.collect(Long.MAX_VALUE, Set.of())).isEmpty();
        assertThat(images.collect(50_000, Set.of(second.layers())))
                .containsExactly(registry.name("app:1"));
        assertThat(images.collect(0, Set.of(second.layers())))
                .containsExactly(registry.name("app:3"));
        assertThat(images.list()).containsExactly(second);
        assertThat(root(second, 0).resolve("2")).hasSize(20_000);
    }

    @Test
    void removingDoesNotWaitForAPullAndSoKeepsNoOtherOneWaiting() throws Exception {
        registry.offer("kept", "1", layer("kept", 10));
        images.pull(registry.name("kept:1"));
        registry.offer("slow", "1", layer("slow", 10));
        registry.conduct("/v2/slow/manifests/1", registry.hanging());
        try (ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Image> slow = tasks.submit(() -> images.pull(registry.name("slow:1")));
            while (registry.asked().stream().noneMatch(line -> line.contains("/slow/"))) {
                Thread.onSpinWait();
            }
            assertThatThrownBy(() -> images.remove(registry.name("kept:1"), Set.of()))
                    .hasMessage("an image is on its way in: try again when it is here");
            assertThatThrownBy(slow::get).hasCauseInstanceOf(ImageException.class);
        }
        images.remove(registry.name("kept:1"), Set.of());
        assertThat(images.list()).isEmpty();
    }

    @Test
    void aLayerThatNoIndexPromisesIsNotTrustedAfterACrash() throws Exception {
        registry.offer("app", "1", layer("x", 1000));
        Image image = images.pull(registry.name("app:1"));
        Files.delete(folder.resolve("store/images.json"));
        Files.delete(root(image, 0).resolve("x"));
        images.close();
        images = images(folder.resolve("store"));
        assertNothingIsLeft();
        assertThat(root(images.pull(registry.name("app:1")), 0).resolve("x")).exists();
    }
}
