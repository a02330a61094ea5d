package dev.slipway.server.cloud;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where {@code docker login} leaves what it was told, for whom the server acts. */
final class RegistryLoginFiles {
    private static final Path ACCOUNTS = Path.of("/etc/passwd");

    private RegistryLoginFiles() {}

    /**
     * @param callerUid who typed {@code sudo}; negative: nobody did
     */
    static List<Path> of(int callerUid, Map<String, String> environment) throws IOException {
        List<Path> files = new ArrayList<>();
        String named = environment.getOrDefault("DOCKER_CONFIG", "");
        if (!named.isEmpty()) {
            files.add(Path.of(named, "config.json"));
        }
        if (callerUid > 0 && Files.isReadable(ACCOUNTS)) {
            for (String line : Files.readAllLines(ACCOUNTS)) {
                String[] fields = line.split(":");
                if (fields.length > 5 && fields[2].equals(Integer.toString(callerUid))) {
                    files.add(Path.of(fields[5], ".docker", "config.json"));
                }
            }
        }
        String home = environment.getOrDefault("HOME", "");
        if (!home.isEmpty()) {
            files.add(Path.of(home, ".docker", "config.json"));
        }
        return files;
    }
}
