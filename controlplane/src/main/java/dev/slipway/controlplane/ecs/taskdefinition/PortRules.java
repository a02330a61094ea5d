package dev.slipway.controlplane.ecs.taskdefinition;

import dev.slipway.controlplane.ecs.taskdefinition.ContainerSpec.PortMapping;
import dev.slipway.wire.AwsException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What AWS asks of port mappings: each for itself, and all of a task together. */
final class PortRules {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})");
    private static final Pattern NAME = Pattern.compile("[a-z0-9_][a-z0-9_-]{0,63}");

    private PortRules() {}

    private record Ports(String container, int from, int to) {
        boolean overlaps(Ports other) {
            return from <= other.to && other.from <= to;
        }
    }

    /**
     * @throws AwsException ClientException for the first mapping that breaks a rule
     */
    static void check(TaskDefinition document) {
        boolean awsvpc = document.networkMode().equals("awsvpc");
        List<Ports> taken = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int ranges = 0;
        for (ContainerSpec container : document.containers()) {
            for (PortMapping mapping : container.portMappings()) {
                Ports ports = ports(container.name(), mapping);
                words(container.name(), mapping, names);
                ranges += mapping.containerPortRange().isEmpty() ? 0 : 1;
                if (awsvpc) {
                    inAwsvpc(mapping, ports, taken);
                }
                taken.add(ports);
            }
        }
        if (ranges > 100) {
            throw Refusals.document("A task definition can have at most 100 'containerPortRange'.");
        }
    }

    private static Ports ports(String container, PortMapping mapping) {
        if (mapping.containerPortRange().isEmpty()) {
            Refusals.range(
                    container,
                    "portMappings.containerPort",
                    Optional.of(mapping.containerPort()),
                    1,
                    65_535);
            Refusals.range(container, "portMappings.hostPort", mapping.hostPort(), 0, 65_535);
            return new Ports(container, mapping.containerPort(), mapping.containerPort());
        }
        var range = RANGE.matcher(mapping.containerPortRange());
        if (mapping.containerPort() != 0 || mapping.hostPort().isPresent()) {
            throw Refusals.container(
                    container,
                    "'portMappings.containerPortRange' excludes 'containerPort' and 'hostPort'.");
        }
        if (range.matches()) {
            int from = Integer.parseInt(range.group(1));
            int to = Integer.parseInt(range.group(2));
            if (from >= 1 && from < to && to <= 65_535) {
                return new Ports(container, from, to);
            }
        }
        throw Refusals.container(
                container,
                "'portMappings.containerPortRange' must be two ports between 1 and 65535, such as"
                        + " 8080-8090.");
    }

    private static void words(String container, PortMapping mapping, Set<String> names) {
        if (!List.of("tcp", "udp").contains(mapping.protocol())) {
            throw Refusals.container(container, "'portMappings.protocol' must be tcp or udp.");
        }
        if (!List.of("", "http", "http2", "grpc").contains(mapping.appProtocol())) {
            throw Refusals.container(
                    container, "'portMappings.appProtocol' must be http, http2 or grpc.");
        }
        if (mapping.name().isEmpty()) {
            return;
        }
        if (!NAME.matcher(mapping.name()).matches()) {
            throw Refusals.container(
                    container,
                    "'portMappings.name' must be at most 64 lower-case letters, numbers,"
                            + " underscores and hyphens, and not start with a hyphen.");
        }
        if (!names.add(mapping.name())) {
            throw Refusals.container(
                    container,
                    "'portMappings.name' must be unique in the task: '" + mapping.name() + "'.");
        }
    }

    // All containers share one address, so a port is there once, whatever the protocol.
    private static void inAwsvpc(PortMapping mapping, Ports ports, List<Ports> taken) {
        int host = mapping.hostPort().orElse(0);
        if (mapping.containerPortRange().isEmpty() && host != mapping.containerPort()) {
            throw Refusals.document(
                    "When networkMode=awsvpc, the host ports and container ports in port mappings"
                            + " must match.");
        }
        for (Ports other : taken) {
            if (ports.overlaps(other)) {
                throw Refusals.container(
                        ports.container(),
                        "'portMappings': port "
                                + Math.max(ports.from(), other.from())
                                + " is already used by container '"
                                + other.container()
                                + "'.");
            }
        }
    }
}
