package dev.slipway.node.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNameTest {

    @ParameterizedTest
    @CsvSource({
        "nginx, docker.io/library/nginx:latest",
        "nginx:1.25, docker.io/library/nginx:1.25",
        "team/app, docker.io/team/app:latest",
        "index.docker.io/library/nginx, docker.io/library/nginx:latest",
        "localhost/app, localhost/app:latest",
        "localhost:5000/app:2, localhost:5000/app:2",
        "public.ecr.aws/x/y:z, public.ecr.aws/x/y:z",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com/app, 123456789012.dkr.ecr.us-east-1.amazonaws.com/app:latest"
    })
    void namesAreNormalisedAsDockerDoes(String given, String normal) throws Exception {
        assertThat(ImageName.parse(given)).hasToString(normal);
    }

    @Test
    void aDigestWinsOverATag() throws Exception {
        String digest = "sha256:" + "a".repeat(64);
        assertThat(ImageName.parse("nginx:1@" + digest))
                .hasToString("docker.io/library/nginx@" + digest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "UPPER", "a//b", "../etc", "a:b c", "a@sha256:12", "a/../b", "-a"})
    void whatIsNoNameIsRefused(String text) {
        assertThatThrownBy(() -> ImageName.parse(text))
                .isInstanceOf(ImageException.class)
                .hasMessage("invalid reference format: " + text);
    }

    @Test
    void onlyLoopbackRegistriesAreAskedWithoutTls() throws Exception {
        try (var registries =
                new Registries(
                        Path.of("/nowhere"),
                        List.of(),
                        Duration.ofSeconds(1),
                        InstantSource.system())) {
            assertThat(registries.endpoint(ImageName.parse("localhost:5000/a")))
                    .isEqualTo("http://localhost:5000/v2/a");
            assertThat(registries.endpoint(ImageName.parse("127.0.0.1.evil.example/a")))
                    .isEqualTo("https://127.0.0.1.evil.example/v2/a");
            assertThat(registries.endpoint(ImageName.parse("localhost.evil.example/a")))
                    .isEqualTo("https://localhost.evil.example/v2/a");
            assertThat(registries.endpoint(ImageName.parse("a")))
                    .isEqualTo("https://registry-1.docker.io/v2/library/a");
        }
    }
}
