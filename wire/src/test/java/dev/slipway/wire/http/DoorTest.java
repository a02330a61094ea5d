package dev.slipway.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.wire.Incoming;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoorTest {
    private static final EndpointSettings SETTINGS =
            EndpointSettings.loopback(4566)
                    .withHosts(List.of("slipway.example", "other.example:99", "*.inside.example"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:4566",
                "LOCALHOST:4566",
                "ecs.localhost:4566",
                "127.0.0.1:4566",
                "slipway.example",
                "slipway.example:8443",
                "other.example:99",
                "ecs.inside.example:1"
            })
    void hostsOfOursMayComeIn(String host) {
        assertThat(refused(Map.of("host", host))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evil.example",
                "evil.example:4566",
                "localhost",
                "localhost:80",
                "localhost.evil.example:4566",
                "xlocalhost:4566",
                "127.0.0.2:4566",
                "other.example:98",
                "inside.example:1",
                "[::1]:4566",
                "localhost:4566:4566"
            })
    void otherHostsMayNot(String host) {
        assertThat(refused(Map.of("host", host))).isTrue();
    }

    @Test
    void pagesOfOurOwnMayCallAndOtherPagesMayNot() {
        String host = "localhost:4566";
        assertThat(refused(Map.of("host", host, "origin", "http://localhost:4566"))).isFalse();
        assertThat(refused(Map.of("host", host, "sec-fetch-site", "same-origin"))).isFalse();
        for (String origin :
                List.of("http://evil.example", "null", "http://localhost:80", "http://localhost")) {
            assertThat(refused(Map.of("host", host, "origin", origin))).as(origin).isTrue();
        }
        assertThat(refused(Map.of("host", host, "sec-fetch-site", "cross-site"))).isTrue();
        assertThat(refused(Map.of("host", host, "sec-fetch-site", "same-site"))).isTrue();
    }

    @Test
    void aForeignHostIsRefusedOverHttpInBothModes() throws Exception {
        String request = "GET / HTTP/1.1\nHost: evil.example\nConnection: close\n\n";
        try (Loopback open = Loopback.open();
                Loopback enforcing = Loopback.enforcing()) {
            assertThat(open.raw(request)).startsWith("HTTP/1.1 403 ");
            assertThat(enforcing.raw(request)).startsWith("HTTP/1.1 403 ");
        }
    }

    private static boolean refused(Map<String, String> headers) {
        Map<String, List<String>> all = new TreeMap<>();
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        Incoming request =
                new Incoming("POST", "/", "", all, new byte[0], "127.0.0.1", Loopback.NOON);
        return Door.refusal(request, "127.0.0.1", 4566, SETTINGS).isPresent();
    }
}
