package dev.slipway.node.image;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How registries are reached: over TLS with what the system and {@code /etc/docker/certs.d} trust,
 * in clear on loopback only, and with the logins that {@code docker login} has left.
 */
public final class Registries implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final Path certificates;
    private final RegistryLogins logins;
    private final Duration patience;
    private final InstantSource clock;
    private final Map<String, HttpClient> clients = new ConcurrentHashMap<>();

    /**
     * @param certificates folder with a folder {@code HOST:PORT} of {@code *.crt} for each registry
     *     that needs it; may be missing
     * @param logins files in the form of Docker's {@code config.json}; may be missing
     * @param patience for the next sign of life of a registry, each time
     */
    public Registries(
            Path certificates, List<Path> logins, Duration patience, InstantSource clock) {
        this.certificates = certificates;
        this.logins = new RegistryLogins(logins);
        this.patience = patience;
        this.clock = clock;
    }

    Duration patience() {
        return patience;
    }

    InstantSource clock() {
        return clock;
    }

    Optional<RegistryLogins.Login> login(ImageName name) {
        return logins.of(name.registry());
    }

    /** Where the registry's API is for a repository. */
    String endpoint(ImageName name) {
        boolean clear = name.isLocal() && !hasCertificates(name.registry());
        return (clear ? "http://" : "https://") + name.authority() + "/v2/" + name.repository();
    }

    private boolean hasCertificates(String registry) {
        return Files.isDirectory(certificates.resolve(registry));
    }

    HttpClient client(ImageName name) throws IOException {
        String key = hasCertificates(name.registry()) ? name.registry() : "";
        HttpClient known = clients.get(key);
        if (known != null) {
            return known;
        }
        synchronized (clients) {
            HttpClient client = clients.get(key);
            if (client == null) {
                client =
                        HttpClient.newBuilder()
                                .version(HttpClient.Version.HTTP_1_1)
                                .connectTimeout(
                                        CONNECT.compareTo(patience) < 0 ? CONNECT : patience)
                                .followRedirects(HttpClient.Redirect.NEVER)
                                .sslContext(RegistryTrust.context(certificates.resolve(key)))
                                .build();
                clients.put(key, client);
            }
            return client;
        }
    }

    @Override
    public void close() {
        clients.values().forEach(HttpClient::shutdownNow);
        clients.clear();
    }
}
