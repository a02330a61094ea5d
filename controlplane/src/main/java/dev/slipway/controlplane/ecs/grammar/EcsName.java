package dev.slipway.controlplane.ecs.grammar;

import dev.slipway.controlplane.aws.Arn;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.wire.AwsException;
import dev.slipway.wire.Call;

/** How callers name ECS resources: by a short name or by an ARN of their account and region. */
public final class EcsName {
    private static final String SERVICE = "ecs";

    private EcsName() {}

    /** The account and region that a call is about. */
    public static Scope scope(Call call) {
        return new Scope(call.caller().account(), call.region());
    }

    public static String arn(Scope scope, String type, String name) {
        return Arn.of(SERVICE, scope, type + "/" + name).toString();
    }

    /** The ARN that a text names, as far as one can tell without looking it up. */
    public static String arnNamedBy(Scope scope, String type, String nameOrArn) {
        return nameOrArn.startsWith("arn:") ? nameOrArn : arn(scope, type, nameOrArn);
    }

    /**
     * The part after {@code type/}, from an ARN or from a short name, which is given back as it is.
     *
     * @param type such as {@code cluster} or {@code task-definition}
     * @throws AwsException InvalidParameterException when the text is an ARN of something else, or
     *     of another account or region
     */
    public static String resolve(Scope scope, String type, String nameOrArn) {
        if (!nameOrArn.startsWith("arn:")) {
            return nameOrArn;
        }
        Arn arn =
                Arn.parse(nameOrArn)
                        .filter(a -> a.service().equals(SERVICE))
                        .orElseThrow(
                                () ->
                                        EcsError.invalidParameter(
                                                "Invalid identifier: " + nameOrArn));
        int slash = arn.resource().indexOf('/');
        if (slash < 0 || slash + 1 == arn.resource().length()) {
            throw EcsError.invalidParameter("Invalid identifier: " + nameOrArn);
        }
        String found = arn.resource().substring(0, slash);
        if (!found.equals(type)) {
            throw EcsError.invalidParameter(
                    "Invalid identifier: Unexpected resource type. Expected "
                            + type
                            + " but got "
                            + found
                            + ".");
        }
        requireOurs(scope, arn);
        return arn.resource().substring(slash + 1);
    }

    /**
     * @throws AwsException InvalidParameterException when the ARN is of another account or region
     */
    public static void requireOurs(Scope scope, Arn arn) {
        if (!arn.account().equals(scope.account())) {
            throw EcsError.invalidParameter(
                    "Invalid identifier: Identifier is for "
                            + arn.account()
                            + ". Your accountId is "
                            + scope.account());
        }
        if (!arn.region().equals(scope.region())) {
            throw EcsError.invalidParameter(
                    "Invalid identifier: Identifier is for "
                            + arn.region()
                            + ". Your region is "
                            + scope.region());
        }
    }

    /** 1 to 255 letters, digits, hyphens and underscores. */
    public static boolean wellFormed(String name) {
        return !name.isEmpty()
                && name.length() <= 255
                && name.chars().allMatch(EcsName::allowedInNames);
    }

    private static boolean allowedInNames(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_';
    }
}
