package dev.slipway.controlplane.discovery.instance;

import dev.slipway.controlplane.discovery.grammar.DiscoveryError;
import dev.slipway.controlplane.discovery.service.Service;
import dev.slipway.wire.AwsException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The attributes of an instance that is to be registered. Lengths and letters of each are kept
 * before an operation is asked.
 */
final class InstanceAttributes {
    static final String INIT_HEALTH = "AWS_INIT_HEALTH_STATUS";

    private static final String RESERVED = "AWS_";
    private static final Set<String> KNOWN =
            Set.of(
                    INIT_HEALTH,
                    "AWS_INSTANCE_CNAME",
                    "AWS_INSTANCE_IPV4",
                    "AWS_INSTANCE_IPV6",
                    "AWS_INSTANCE_PORT");
    private static final int MOST_CUSTOM = 30;
    private static final int MOST_CHARACTERS = 5000;

    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern PORT = Pattern.compile("[1-9]\\d{0,4}");

    private InstanceAttributes() {}

    /**
     * @throws AwsException InvalidInput that names the attribute
     */
    static SortedMap<String, String> checked(Map<String, String> asked) {
        SortedMap<String, String> attributes = new TreeMap<>();
        asked.forEach((key, value) -> attributes.put(key, Objects.requireNonNullElse(value, "")));
        int characters = 0;
        int custom = 0;
        for (Map.Entry<String, String> each : attributes.entrySet()) {
            characters += each.getKey().length() + each.getValue().length();
            if (each.getKey().startsWith(RESERVED)) {
                reserved(each.getKey(), each.getValue());
            } else {
                custom++;
            }
        }
        if (custom > MOST_CUSTOM) {
            throw DiscoveryError.invalidInput(
                    "Attributes: an instance can have at most %d custom attributes"
                            .formatted(MOST_CUSTOM));
        }
        if (characters > MOST_CHARACTERS) {
            throw DiscoveryError.invalidInput(
                    "Attributes: keys and values can have at most %d characters in all"
                            .formatted(MOST_CHARACTERS));
        }
        return attributes;
    }

    private static void reserved(String key, String value) {
        switch (key) {
            case "AWS_ALIAS_DNS_NAME" ->
                    throw invalid(key, "is not supported: HTTP namespaces have no DNS records");
            case "AWS_EC2_INSTANCE_ID" ->
                    throw invalid(key, "is not supported: there are no EC2 instances");
            default -> {
                if (!KNOWN.contains(key)) {
                    throw invalid(key, "is not known: names that start with AWS_ are reserved");
                }
            }
        }
        boolean good =
                switch (key) {
                    case INIT_HEALTH -> value.equals("HEALTHY") || value.equals("UNHEALTHY");
                    case "AWS_INSTANCE_IPV4" -> IPV4.matcher(value).matches();
                    case "AWS_INSTANCE_IPV6" -> Ipv6.wellFormed(value);
                    case "AWS_INSTANCE_PORT" ->
                            PORT.matcher(value).matches() && Integer.parseInt(value) <= 65535;
                    default -> !value.isEmpty();
                };
        if (!good) {
            throw invalid(key, "has the invalid value '" + value + "'");
        }
    }

    /**
     * The health that an instance registers with.
     *
     * @throws AwsException InvalidInput when health is told and the service has no custom check
     */
    static Optional<Health> initialHealth(Service service, Map<String, String> attributes) {
        Optional<String> told = Optional.ofNullable(attributes.get(INIT_HEALTH));
        if (!service.customHealth()) {
            if (told.isPresent()) {
                throw invalid(INIT_HEALTH, "needs a service with HealthCheckCustomConfig");
            }
            return Optional.empty();
        }
        return Optional.of(told.map(Health::valueOf).orElse(Health.HEALTHY));
    }

    private static AwsException invalid(String key, String what) {
        return DiscoveryError.invalidInput("Attributes: " + key + " " + what);
    }
}
