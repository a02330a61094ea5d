package dev.slipway.node.container;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Linux capabilities by their names without {@code CAP_}, at the place of their number. */
final class Capabilities {
    private static final List<String> NAMES =
            List.of(
                    "CHOWN",
                    "DAC_OVERRIDE",
                    "DAC_READ_SEARCH",
                    "FOWNER",
                    "FSETID",
                    "KILL",
                    "SETGID",
                    "SETUID",
                    "SETPCAP",
                    "LINUX_IMMUTABLE",
                    "NET_BIND_SERVICE",
                    "NET_BROADCAST",
                    "NET_ADMIN",
                    "NET_RAW",
                    "IPC_LOCK",
                    "IPC_OWNER",
                    "SYS_MODULE",
                    "SYS_RAWIO",
                    "SYS_CHROOT",
                    "SYS_PTRACE",
                    "SYS_PACCT",
                    "SYS_ADMIN",
                    "SYS_BOOT",
                    "SYS_NICE",
                    "SYS_RESOURCE",
                    "SYS_TIME",
                    "SYS_TTY_CONFIG",
                    "MKNOD",
                    "LEASE",
                    "AUDIT_WRITE",
                    "AUDIT_CONTROL",
                    "SETFCAP",
                    "MAC_OVERRIDE",
                    "MAC_ADMIN",
                    "SYSLOG",
                    "WAKE_ALARM",
                    "BLOCK_SUSPEND",
                    "AUDIT_READ",
                    "PERFMON",
                    "BPF",
                    "CHECKPOINT_RESTORE");

    /** Docker's default set. */
    private static final List<String> DEFAULT =
            List.of(
                    "CHOWN",
                    "DAC_OVERRIDE",
                    "FSETID",
                    "FOWNER",
                    "MKNOD",
                    "NET_RAW",
                    "SETGID",
                    "SETUID",
                    "SETFCAP",
                    "SETPCAP",
                    "NET_BIND_SERVICE",
                    "SYS_CHROOT",
                    "KILL",
                    "AUDIT_WRITE");

    private Capabilities() {}

    /** Dropped first, then added; what we do not hold ourselves cannot be given. */
    static List<String> of(List<String> drop, List<String> add, long held) {
        Set<String> wanted = new LinkedHashSet<>(DEFAULT);
        if (drop.contains("ALL")) {
            wanted.clear();
        }
        drop.forEach(wanted::remove);
        wanted.addAll(add);
        return wanted.stream()
                .filter(name -> holds(held, name))
                .map(name -> "CAP_" + name)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    static boolean holds(long held, String name) {
        int number = NAMES.indexOf(name);
        return number >= 0 && (held >>> number & 1) == 1;
    }
}
