package dev.slipway.controlplane.ecs.capacityprovider;

import dev.slipway.controlplane.api.AwsOperation;
import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.grammar.EcsError;
import dev.slipway.controlplane.ecs.grammar.EcsName;
import dev.slipway.wire.AwsException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The capacity providers that there are. */
public final class CapacityProviders {
    public static final String FARGATE = "FARGATE";
    public static final String FARGATE_SPOT = "FARGATE_SPOT";

    /** In the order in which AWS lists them. */
    public static final List<String> NAMES = List.of(FARGATE, FARGATE_SPOT);

    static final String TYPE = "capacity-provider";

    private CapacityProviders() {}

    /**
     * The short name of a provider that exists.
     *
     * @throws AwsException InvalidParameterException when there is none of that name or ARN
     */
    public static String resolve(Scope scope, String nameOrArn) {
        String name = EcsName.resolve(scope, TYPE, nameOrArn);
        if (!NAMES.contains(name)) {
            throw EcsError.invalidParameter(
                    "The specified capacity provider '"
                            + nameOrArn
                            + "' was not found. Specify a valid name or ARN and try again.");
        }
        return name;
    }

    /** Each one resolved; the same one twice is refused. */
    public static List<String> resolveAll(Scope scope, List<String> namesOrArns) {
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String nameOrArn : namesOrArns) {
            String name = resolve(scope, nameOrArn);
            if (!seen.add(name)) {
                throw EcsError.invalidParameter(
                        "The capacity provider '" + name + "' is specified more than once.");
            }
            names.add(name);
        }
        return names;
    }

    /** The operations on capacity providers. */
    public static List<AwsOperation<?, ?>> operations() {
        return List.of(new DescribeCapacityProviders());
    }
}
