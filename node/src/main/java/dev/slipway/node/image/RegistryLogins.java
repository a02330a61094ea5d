package dev.slipway.node.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What {@code docker login} has left in {@code config.json}: read anew each time, so that a login
 * counts at once. Credential helpers are programs of the user's desktop and are not run.
 */
final class RegistryLogins {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LARGEST = 1 << 20;

    private final List<Path> files;

    /**
     * @param files the first that knows the registry counts
     */
    RegistryLogins(List<Path> files) {
        this.files = List.copyOf(files);
    }

    /**
     * @param identityToken in place of the password; empty: none
     */
    record Login(String user, String password, String identityToken) {
        String basic() {
            return "Basic "
                    + Base64.getEncoder()
                            .encodeToString(
                                    (user + ":" + password).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Who we are at a registry, if anybody. */
    Optional<Login> of(String registry) {
        for (Path file : files) {
            try {
                if (Files.isRegularFile(file) && Files.size(file) <= LARGEST) {
                    JsonNode auths = JSON.readTree(Files.readAllBytes(file)).path("auths");
                    for (String key : keys(registry)) {
                        if (auths.has(key)) {
                            return login(auths.path(key));
                        }
                    }
                }
            } catch (IOException | IllegalArgumentException _) {
                // A file that cannot be read says nothing about anyone.
            }
        }
        return Optional.empty();
    }

    private static List<String> keys(String registry) {
        return registry.equals(ImageName.DOCKER)
                ? List.of("https://index.docker.io/v1/", "docker.io", "index.docker.io")
                : List.of(registry, "https://" + registry, "https://" + registry + "/v2/");
    }

    private static Optional<Login> login(JsonNode entry) {
        String token = entry.path("identitytoken").asText("");
        String user = entry.path("username").asText("");
        String password = entry.path("password").asText("");
        String packed = entry.path("auth").asText("");
        if (!packed.isEmpty()) {
            String plain = new String(Base64.getDecoder().decode(packed), StandardCharsets.UTF_8);
            int colon = plain.indexOf(':');
            if (colon >= 0) {
                user = plain.substring(0, colon);
                password = plain.substring(colon + 1).replaceFirst("\0+$", "");
            }
        }
        return user.isEmpty() && token.isEmpty()
                ? Optional.empty()
                : Optional.of(new Login(user, password, token));
    }
}
