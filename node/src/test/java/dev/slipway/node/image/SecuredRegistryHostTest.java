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
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The distribution's registry with TLS of its own and a password file. For root. */
class SecuredRegistryHostTest {
    private Path folder = Path.of("");
    private int port;

    @BeforeEach
    void begin() throws IOException {
        boolean able =
                "root".equals(System.getProperty("user.name"))
                        && List.of("docker-registry", "htpasswd", "openssl", "skopeo").stream()
                                .allMatch(name -> Programs.find(name).isPresent());
        if (!able) {
            System.err.println(
                    "SKIPPED: SecuredRegistryHostTest needs root, docker-registry, htpasswd,"
                            + " openssl and skopeo");
        }
        Assumptions.assumeTrue(able);
        folder = Files.createTempDirectory("slipway-secured");
        port = RealRegistry.freePort();
    }

    @AfterEach
    void clean() throws IOException {
        if (!folder.equals(Path.of(""))) {
            Trees.delete(folder);
        }
    }

    private static String run(String... command) throws IOException {
        Programs.Result result = Programs.run(List.of(command), Duration.ofSeconds(60));
        assertThat(result.code()).as(result.output()).isZero();
        return result.output();
    }

    private Process registry() throws Exception {
        run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-keyout",
                at("key.pem"),
                "-out",
                at("cert.pem"),
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost,IP:127.0.0.1");
        Files.writeString(folder.resolve("htpasswd"), run("htpasswd", "-Bbn", "ship", "mate"));
        Path config = folder.resolve("registry.yml");
        Files.writeString(
                config,
                "version: 0.1\nstorage: {filesystem: {rootdirectory: "
                        + at("registry")
                        + "}}\nhttp:\n  addr: 127.0.0.1:"
                        + port
                        + "\n  tls: {certificate: "
                        + at("cert.pem")
                        + ", key: "
                        + at("key.pem")
                        + "}\nauth: {htpasswd: {realm: ships, path: "
                        + at("htpasswd")
                        + "}}\n");
        return RealRegistry.start(config, folder.resolve("registry.log"), port);
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    private Images images(String store) throws IOException {
        return Images.open(
                folder.resolve(store),
                new Registries(
                        folder.resolve("certs.d"),
                        List.of(folder.resolve("config.json")),
                        Duration.ofSeconds(10),
                        Clock.systemUTC()),
                Clock.systemUTC());
    }

    @Test
    void anImageIsPulledByTagAndDigestWithLoginAndCertificateAndNotWithoutEither()
            throws Exception {
        Process registry = registry();
        try {
            String name = "localhost:" + port + "/team/app";
            new ScratchImage(ImageConfig.ofCommand(List.of("sh")))
                    .file("etc/motd", 0644, "hello".getBytes(StandardCharsets.UTF_8))
                    .write(folder.resolve("layout"), "app");
            run(
                    "skopeo",
                    "--insecure-policy",
                    "copy",
                    "--dest-tls-verify=false",
                    "--dest-creds",
                    "ship:mate",
                    "oci:" + at("layout") + ":app",
                    "docker://" + name + ":1");
            Path certificates = folder.resolve("certs.d/localhost:" + port);
            Files.createDirectories(certificates);
            try (Images images = images("untrusting")) {
                assertThatThrownBy(() -> images.pull(name + ":1"))
                        .isInstanceOf(ImageException.class)
                        .hasMessageContaining("tls: failed to verify certificate");
            }
            Files.copy(folder.resolve("cert.pem"), certificates.resolve("ca.crt"));
            try (Images images = images("store")) {
                assertThatThrownBy(() -> images.pull(name + ":1"))
                        .hasMessageContaining("pull access denied");
                String login =
                        Base64.getEncoder()
                                .encodeToString("ship:mate".getBytes(StandardCharsets.UTF_8));
                Files.writeString(
                        folder.resolve("config.json"),
                        "{\"auths\":{\"localhost:" + port + "\":{\"auth\":\"" + login + "\"}}}");
                Image image = images.pull(name + ":1");
                assertThat(
                                images.layersFolder()
                                        .resolve(image.layers().getFirst())
                                        .resolve("etc/motd"))
                        .hasContent("hello");
                assertThat(images.pull(name + "@" + image.digest()).layers())
                        .isEqualTo(image.layers());
            }
        } finally {
            registry.destroyForcibly().waitFor();
        }
    }
}
