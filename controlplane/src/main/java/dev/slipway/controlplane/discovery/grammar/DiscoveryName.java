package dev.slipway.controlplane.discovery.grammar;

import dev.slipway.controlplane.aws.Arn;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.wire.Call;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How Cloud Map's resources are named: by a generated id, or by an ARN that ends in it. */
public final class DiscoveryName {
    /** Before the slash in a namespace's ARN. */
    public static final String NAMESPACE = "namespace";

    /** Before the slash in a service's ARN. */
    public static final String SERVICE = "service";

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int ID_LENGTH = 16;

    private DiscoveryName() {}

    /** The account and region that a call is about. */
    public static Scope scope(Call call) {
        return new Scope(call.caller().account(), call.region());
    }

    /**
     * @param prefix such as {@code ns-}
     */
    public static String newId(RandomGenerator random, String prefix) {
        return prefix + random(random, ID_LENGTH);
    }

    /** Lower-case letters and digits. */
    public static String random(RandomGenerator random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    public static String arn(Scope scope, String type, String id) {
        return Arn.of("servicediscovery", scope, type + "/" + id).toString();
    }

    /** The ARN that a request means, for IAM: never throws. */
    public static String arnNamedBy(Scope scope, String type, @Nullable String idOrArn) {
        if (idOrArn == null || idOrArn.isEmpty()) {
            return arn(scope, type, "*");
        }
        return idOrArn.startsWith("arn:") ? idOrArn : arn(scope, type, idOrArn);
    }

    /**
     * The id that a request means. What is an ARN of something else is given back as it is: no
     * resource has such an id.
     */
    public static String id(Scope scope, String type, String idOrArn) {
        return Arn.parse(idOrArn).flatMap(arn -> id(scope, type, arn)).orElse(idOrArn);
    }

    /** Empty when the ARN is of another account, region, service or type. */
    public static Optional<String> id(Scope scope, String type, Arn arn) {
        String prefix = type + "/";
        return Optional.of(arn)
                .filter(a -> a.equals(Arn.of("servicediscovery", scope, a.resource())))
                .map(Arn::resource)
                .filter(resource -> resource.startsWith(prefix))
                .map(resource -> resource.substring(prefix.length()));
    }
}
