package dev.slipway.server.instance;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What /proc tells of processes. */
public final class ProcessTable {
    private ProcessTable() {}

    /** Resident memory in KiB; 0 when there is none. */
    public static long residentKib(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
        } catch (IOException _) {
            return 0;
        }
        return 0;
    }

    /**
     * Who listens on a TCP port, in words: {@code process 123 (nginx)}. Empty when it cannot be
     * seen.
     */
    public static Optional<String> listenerOn(int port) {
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            Optional<String> inode = listeningInode(Path.of(table), port);
            if (inode.isPresent()) {
                return Optional.of(ownerOf(inode.get()).orElse("a process of another user"));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> listeningInode(Path table, int port) {
        String suffix = String.format(":%04X", port);
        try {
            for (String line : Files.readAllLines(table)) {
                String[] fields = line.strip().split("\\s+");
                if (fields.length > 9 && fields[1].endsWith(suffix) && fields[3].equals("0A")) {
                    return Optional.of(fields[9]);
                }
            }
        } catch (IOException _) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<String> ownerOf(String inode) {
        String wanted = "socket:[" + inode + "]";
        try (DirectoryStream<Path> processes =
                Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process.resolve("fd"), wanted)) {
                    String name = Files.readString(process.resolve("comm")).strip();
                    return Optional.of("process " + process.getFileName() + " (" + name + ")");
                }
            }
        } catch (IOException _) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean holds(Path descriptors, String wanted) {
        try (DirectoryStream<Path> links = Files.newDirectoryStream(descriptors)) {
            for (Path link : links) {
                if (Files.isSymbolicLink(link)
                        && Files.readSymbolicLink(link).toString().equals(wanted)) {
                    return true;
                }
            }
        } catch (IOException _) {
            return false; // another user's process, or one that ended meanwhile
        }
        return false;
    }
}
