package dev.slipway.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** One server, from {@code ./slipway up} to {@code ./slipway down}. */
final class SlipwayServer implements BeforeAllCallback, AfterAllCallback, AutoCloseable {
    static final String ACCOUNT = "123456789012";

    private static final Pattern EXPORT = Pattern.compile("export ([A-Z_]+)='([^']*)'");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Launcher launcher = Launcher.withPrivateHome();
    private final Path data = launcher.home().resolve("data");
    private final int port = Launcher.freePort();
    private final List<String> options;
    private final Map<String, String> environment = new TreeMap<>();
    private final List<SdkAutoCloseable> clients = new ArrayList<>();

    private SlipwayServer(List<String> options) {
        this.options = options;
    }

    /** Tasks live their lives, and no container runs. */
    static SlipwayServer simulated(String... options) {
        List<String> all = new ArrayList<>(List.of("--node", "simulated", "--account", ACCOUNT));
        all.addAll(Arrays.asList(options));
        return new SlipwayServer(all);
    }

    /** Real containers on this machine: for root only. */
    static SlipwayServer local() {
        return new SlipwayServer(List.of("--node", "local", "--account", ACCOUNT));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        up();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    /** Starts it, or starts it again. */
    Launcher.Said up() {
        Launcher.Said said = command("up", "--port", Integer.toString(port));
        said.expectingSuccess();
        readEnvironment();
        return said;
    }

    void readEnvironment() {
        environment.clear();
        Matcher export = EXPORT.matcher(command("env").expectingSuccess());
        while (export.find()) {
            environment.put(export.group(1), export.group(2));
        }
    }

    /** A subcommand of the launcher for this server. */
    Launcher.Said command(String name, String... more) {
        List<String> words = new ArrayList<>(List.of(name, "--data", data.toString()));
        if (name.equals("up") || name.equals("demo")) {
            words.addAll(options);
        }
        words.addAll(Arrays.asList(more));
        return launcher.slipway(words.toArray(String[]::new));
    }

    JsonNode status() {
        return json(command("status", "--json").expectingSuccess());
    }

    ProcessHandle process() {
        return ProcessHandle.of(pid()).orElseThrow();
    }

    /** Of the server that runs; -1 when none does. */
    private long pid() {
        Path file = data.resolve("server.json");
        try {
            return Files.exists(file) ? json(Files.readString(file)).path("pid").asLong(-1) : -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    Launcher launcher() {
        return launcher;
    }

    Path data() {
        return data;
    }

    int port() {
        return port;
    }

    URI endpoint() {
        return URI.create(environment("AWS_ENDPOINT_URL"));
    }

    Region region() {
        return Region.of(environment("AWS_REGION"));
    }

    String secret() {
        return environment("AWS_SECRET_ACCESS_KEY");
    }

    AwsBasicCredentials credentials() {
        return AwsBasicCredentials.create(environment("AWS_ACCESS_KEY_ID"), secret());
    }

    private String environment(String name) {
        return environment.computeIfAbsent(
                name,
                _ -> {
                    throw new AssertionError("'env' did not export " + name);
                });
    }

    EcsClient ecs() {
        return client(EcsClient.builder());
    }

    Ec2Client ec2() {
        return client(Ec2Client.builder());
    }

    StsClient sts() {
        return client(StsClient.builder());
    }

    CloudWatchLogsClient logs() {
        return client(CloudWatchLogsClient.builder());
    }

    /** Without a prefix before the host: there is no {@code data-localhost}. */
    ServiceDiscoveryClient discovery() {
        return client(
                ServiceDiscoveryClient.builder()
                        .overrideConfiguration(
                                c ->
                                        c.putAdvancedOption(
                                                SdkAdvancedClientOption
                                                        .DISABLE_HOST_PREFIX_INJECTION,
                                                true)));
    }

    private <B extends AwsClientBuilder<B, C>, C extends SdkAutoCloseable> C client(B builder) {
        return client(builder, StaticCredentialsProvider.create(credentials()));
    }

    <B extends AwsClientBuilder<B, C>, C extends SdkAutoCloseable> C client(
            B builder, AwsCredentialsProvider credentials) {
        C client =
                builder.endpointOverride(endpoint())
                        .region(region())
                        .credentialsProvider(credentials)
                        .build();
        clients.add(client);
        return client;
    }

    /** What the server keeps outside its data folder: the system's places when root runs it. */
    private List<Path> outside() {
        if (!Launcher.asRoot()) {
            return List.of(); // all of it is in the private home
        }
        String id = id();
        return List.of(
                Path.of("/run/slipway", id),
                Path.of("/etc/slipway/keys", id + ".key"),
                Path.of("/run/slipway/slipway-clients", id + ".json"));
    }

    /** How clients reach the server: its address and credentials. */
    Path clientFile() {
        return runFolder().resolveSibling("slipway-clients").resolve(id() + ".json");
    }

    /** Where the server's sockets are while it runs. */
    Path runFolder() {
        return Launcher.asRoot()
                ? Path.of("/run/slipway", id())
                : Path.of("/tmp/slipway-" + System.getProperty("user.name"), "slipway-" + id());
    }

    private String id() {
        try {
            byte[] path = data.toRealPath().toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(path), 0, 3);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Takes the server down and removes every trace of it. */
    @Override
    public void close() {
        for (SdkAutoCloseable client : clients) {
            client.close();
        }
        clients.clear();
        try {
            if (Files.exists(data)) {
                long pid = pid();
                command("down");
                // A server that does not obey must not outlive its tests.
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                outside().forEach(Launcher::delete);
            }
        } finally {
            launcher.forgetHome();
        }
    }
}
