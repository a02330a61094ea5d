package dev.slipway.controlplane.aws;

import java.util.Optional;

/**
 * An Amazon Resource Name: {@code arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE}.
 *
 * @param region empty for global services
 * @param account empty where the service leaves it out
 * @param resource all that follows the fifth colon, such as {@code cluster/default}
 */
public record Arn(String service, String region, String account, String resource) {

    public static Arn of(String service, Scope scope, String resource) {
        return new Arn(service, scope.region(), scope.account(), resource);
    }

    /** Empty when the text is not an ARN of partition {@code aws}. */
    public static Optional<Arn> parse(String text) {
        String[] parts = text.split(":", 6);
        if (parts.length != 6
                || !parts[0].equals("arn")
                || !parts[1].equals("aws")
                || parts[2].isEmpty()
                || parts[5].isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Arn(parts[2], parts[3], parts[4], parts[5]));
    }

    @Override
    public String toString() {
        return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource;
    }
}
