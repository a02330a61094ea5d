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
import java.util.function.Function;

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

    /** The same for two wishes that ask for the same, token and account apart, and only then. */
    String fingerprint() {
        List<String> parts = new ArrayList<>();
        parts.addAll(List.of(cluster, definition, "" + count, launchType, platformVersion));
        each(parts, strategy, s -> List.of(s.capacityProvider(), "" + s.base(), "" + s.weight()));
        each(parts, network.stream().toList(), n -> List.of("" + n.publicAddress()));
        each(parts, network.map(Network::subnets).orElse(List.of()), id -> List.of(id));
        each(parts, network.map(Network::securityGroups).orElse(List.of()), id -> List.of(id));
        parts.addAll(
                List.of(
                        overrides.cpu(),
                        overrides.memory(),
                        overrides.taskRoleArn(),
                        overrides.executionRoleArn(),
                        "" + overrides.ephemeralStorageGib()));
        each(parts, overrides.containers(), Launch::ofContainer);
        parts.addAll(List.of(group, startedBy));
        parts.addAll(List.of("" + propagateDefinitionTags, "" + managedTags, "" + executeCommand));
        each(parts, tags.list(), t -> List.of(t.key(), t.value()));
        return digest(parts);
    }

    private static List<String> ofContainer(Overrides.OfContainer asked) {
        List<String> parts = new ArrayList<>();
        parts.add(asked.name());
        each(parts, asked.command(), word -> List.of(word));
        each(parts, asked.environment(), v -> List.of(v.name(), v.value()));
        parts.add(asked.cpu() + " " + asked.memory() + " " + asked.memoryReservation());
        return parts;
    }

    /** The count in front keeps what follows from being read as one more. */
    private static <T> void each(
            List<String> parts, List<T> items, Function<T, List<String>> parted) {
        parts.add("" + items.size());
        items.forEach(item -> parts.addAll(parted.apply(item)));
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
