package dev.slipway.node.network;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * @param instance 1 to 10 lower-case letters and digits, different for each instance on a machine;
 *     part of every name that the host sees
 * @param publicPool IPv4 block of the public addresses, see {@link PublicPool#choose}; every
 *     address in it may be given to an interface
 * @param runDirectory where namespaces are kept, such as {@code /run/slipway/INSTANCE}; must not
 *     outlive a boot
 * @param resolvers where questions of tasks go that we do not answer ourselves; with none they get
 *     SERVFAIL at once
 * @param privateNetworks whether tasks with a public address may also reach private networks (RFC
 *     1918, shared, link-local and benchmark ranges) beyond this machine
 */
public record NetworkSettings(
        String instance,
        String publicPool,
        Path runDirectory,
        List<InetSocketAddress> resolvers,
        boolean privateNetworks) {

    private static final Pattern INSTANCE = Pattern.compile("[a-z0-9]{1,10}");

    public NetworkSettings {
        resolvers = List.copyOf(resolvers);
        if (!INSTANCE.matcher(instance).matches()) {
            throw new IllegalArgumentException(
                    "An instance is named by 1 to 10 lower-case letters and digits, not by '"
                            + instance
                            + "'");
        }
    }

    /** Where the namespaces' files are. */
    Path namespaces() {
        return runDirectory.resolve("netns");
    }

    /** The host's end of the one link; at most 15 characters. */
    String hostLink() {
        return "slip-" + instance;
    }

    String hostTable() {
        return "slipway_" + instance;
    }
}
