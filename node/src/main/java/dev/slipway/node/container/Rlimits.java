package dev.slipway.node.container;

import dev.slipway.node.host.Processes;
import dev.slipway.nodelink.ContainerPlan.Ulimit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** Resource limits, clamped to what this machine lets us give. */
final class Rlimits {
    /** What a Fargate container has when its definition says nothing. */
    private static final Ulimit FILES = new Ulimit("nofile", 65535, 65535);

    private static final Map<String, String> KERNEL_NAMES =
            Map.ofEntries(
                    Map.entry("max cpu time", "cpu"),
                    Map.entry("max file size", "fsize"),
                    Map.entry("max data size", "data"),
                    Map.entry("max stack size", "stack"),
                    Map.entry("max core file size", "core"),
                    Map.entry("max resident set", "rss"),
                    Map.entry("max processes", "nproc"),
                    Map.entry("max open files", "nofile"),
                    Map.entry("max locked memory", "memlock"),
                    Map.entry("max file locks", "locks"),
                    Map.entry("max pending signals", "sigpending"),
                    Map.entry("max msgqueue size", "msgqueue"),
                    Map.entry("max nice priority", "nice"),
                    Map.entry("max realtime priority", "rtprio"),
                    Map.entry("max realtime timeout", "rttime"));

    /** Hard limits by name; those that have none are absent. Never walked through. */
    private final Map<String, Long> hard;

    private final boolean raises;
    private final Set<String> remarks = new ConcurrentSkipListSet<>();

    private Rlimits(Map<String, Long> hard, boolean raises) {
        this.hard = hard;
        this.raises = raises;
    }

    static Rlimits ofThisProcess(long capabilities) throws IOException {
        Map<String, Long> hard = new HashMap<>();
        for (String line : Processes.limits()) {
            if (line.length() > 46) {
                String name = line.substring(0, 26).strip().toLowerCase(Locale.ROOT);
                String value = line.substring(47).strip().split(" ")[0];
                String known = KERNEL_NAMES.get(name);
                if (known != null && value.matches("[0-9]+")) {
                    hard.put(known, Long.parseLong(value));
                }
            }
        }
        return new Rlimits(hard, Capabilities.holds(capabilities, "SYS_RESOURCE"));
    }

    List<Ulimit> of(List<Ulimit> wanted) {
        List<Ulimit> limits = new ArrayList<>();
        if (wanted.stream().noneMatch(limit -> limit.name().equals("nofile"))) {
            limits.add(clamp(FILES));
        }
        wanted.forEach(limit -> limits.add(clamp(limit)));
        return limits;
    }

    private Ulimit clamp(Ulimit wanted) {
        Long most = hard.get(wanted.name());
        if (raises || most == null || (wanted.hard() <= most && wanted.hard() >= 0)) {
            return wanted;
        }
        if (remarks.add(
                "ulimit "
                        + wanted.name()
                        + ": this machine lets us give at most "
                        + most
                        + " (CAP_SYS_RESOURCE is missing); higher ones are lowered to it")) {
            org.slf4j.LoggerFactory.getLogger(Rlimits.class)
                    .warn("ulimit {} is lowered to {}", wanted.name(), most);
        }
        long soft = wanted.soft() < 0 ? most : Math.min(wanted.soft(), most);
        return new Ulimit(wanted.name(), soft, most);
    }

    /** Hard limits of this process by name; those without one are absent. */
    Map<String, Long> hard() {
        return hard;
    }

    List<String> remarks() {
        return List.copyOf(remarks);
    }
}
