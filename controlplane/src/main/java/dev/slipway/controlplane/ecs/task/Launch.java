package dev.slipway.controlplane.ecs.task;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.aws.Tags;
import dev.slipway.controlplane.ecs.capacityprovider.StrategyItem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A wish to run tasks, well formed, with nothing looked up yet.
 *
 * @param cluster as given; empty for the default one
 * @param launchType empty when not given
 * @param strategy as given, with short names or ARNs; empty when not given
 * @param network absent when not given
 * @param group empty when not given
 * @param startedBy empty when not given
 * @param clientToken empty when not given
 */
record Launch(
        Scope scope,
        String cluster,
        String definition,
        int count,
        String launchType,
        List<StrategyItem> strategy,
        String platformVersion,
        Optional<Network> network,
        Overrides overrides,
        String group,
        String startedBy,
        boolean propagateDefinitionTags,
        boolean managedTags,
        Tags tags,
        boolean executeCommand,
        String clientToken) {
    Launch {
        strategy = List.copyOf(strategy);
    }

    /**
     * @param subnets one to sixteen
     * @param securityGroups none for the VPC's default group
     */
    record Network(List<String> subnets, List<String> securityGroups, boolean publicAddress) {
        Network {
            subnets = List.copyOf(subnets);
            securityGroups = List.copyOf(securityGroups);
        }
    }

    /** The same for two wishes that ask for the same, token and account apart. */
    String fingerprint() {
        List<String> parts = new ArrayList<>();
        parts.addAll(List.of(cluster, definition, "" + count, launchType, platformVersion));
        parts.add("" + strategy.size());
        strategy.forEach(
                s -> parts.addAll(List.of(s.capacityProvider(), s.base() + "," + s.weight())));
        network.ifPresent(
                n -> {
                    parts.add("network" + n.publicAddress());
                    addAll(parts, n.subnets());
                    addAll(parts, n.securityGroups());
                });
        parts.addAll(
                List.of(
                        overrides.cpu(),
                        overrides.memory(),
                        overrides.taskRoleArn(),
                        overrides.executionRoleArn(),
                        "" + overrides.ephemeralStorageGib()));
        for (Overrides.OfContainer c : overrides.containers()) {
            parts.add("container " + c.name());
            addAll(parts, c.command());
            addAll(parts, c.environment().stream().map(v -> v.name() + "=" + v.value()).toList());
            parts.add(c.cpu() + " " + c.memory() + " " + c.memoryReservation());
        }
        parts.addAll(List.of(group, startedBy, propagateDefinitionTags + "" + managedTags));
        addAll(parts, tags.list().stream().map(t -> t.key() + "=" + t.value()).toList());
        parts.add("" + executeCommand);
        return digest(parts);
    }

    private static void addAll(List<String> parts, List<String> more) {
        parts.add("" + more.size());
        parts.addAll(more);
    }

    private static String digest(List<String> parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] text = part.getBytes(StandardCharsets.UTF_8);
                // The length keeps ("ab", "c") and ("a", "bc") apart.
                sha.update(ByteBuffer.allocate(4).putInt(text.length).flip());
                sha.update(text);
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
