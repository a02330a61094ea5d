package dev.slipway.controlplane.ecs.capacityprovider;

import dev.slipway.controlplane.aws.Scope;
import dev.slipway.controlplane.ecs.grammar.EcsError;
import dev.slipway.wire.AwsException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;

/** Reads, checks and applies capacity provider strategies. */
public final class CapacityProviderStrategy {
    private static final int MAX_ITEMS = 20;

    private CapacityProviderStrategy() {}

    /**
     * A strategy as a request has it.
     *
     * @param attached the providers that the cluster has
     * @throws AwsException InvalidParameterException that says what is wrong
     */
    public static List<StrategyItem> checked(
            Scope scope, List<CapacityProviderStrategyItem> asked, List<String> attached) {
        if (asked.size() > MAX_ITEMS) {
            throw EcsError.invalidParameter(
                    "A capacity provider strategy can contain a maximum of 20 capacity providers.");
        }
        List<StrategyItem> items = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (CapacityProviderStrategyItem item : asked) {
            StrategyItem checked = item(scope, item);
            if (!attached.contains(checked.capacityProvider())) {
                throw notAttached();
            }
            if (!seen.add(checked.capacityProvider())) {
                throw EcsError.invalidParameter(
                        "The capacity provider '"
                                + checked.capacityProvider()
                                + "' is specified more than once in the strategy.");
            }
            items.add(checked);
        }
        if (items.stream().filter(item -> item.base() > 0).count() > 1) {
            throw EcsError.invalidParameter(
                    "Only one capacity provider in a capacity provider strategy can have a base"
                            + " value defined.");
        }
        return items;
    }

    private static StrategyItem item(Scope scope, CapacityProviderStrategyItem item) {
        if (item.capacityProvider() == null || item.capacityProvider().isEmpty()) {
            throw EcsError.invalidParameter(
                    "capacityProvider should not be null or empty in a capacity provider"
                            + " strategy.");
        }
        int base = Objects.requireNonNullElse(item.base(), 0);
        int weight = Objects.requireNonNullElse(item.weight(), 0);
        if (base < 0 || base > 100_000) {
            throw EcsError.invalidParameter("base must be between 0 and 100000.");
        }
        if (weight < 0 || weight > 1000) {
            throw EcsError.invalidParameter("weight must be between 0 and 1000.");
        }
        return new StrategyItem(
                CapacityProviders.resolve(scope, item.capacityProvider()), base, weight);
    }

    private static AwsException notAttached() {
        return EcsError.invalidParameter(
                "The specified capacity provider strategy cannot contain a capacity provider that"
                        + " is not associated with the cluster. Associate the capacity provider"
                        + " with the cluster and try again.");
    }

    /**
     * The provider of each of {@code count} tasks: first the base, then each next task to the
     * provider that is furthest below its share; among equals the first in the strategy.
     *
     * @throws AwsException InvalidParameterException when no item has a weight
     */
    public static List<String> spread(List<StrategyItem> strategy, int count) {
        int weights = strategy.stream().mapToInt(StrategyItem::weight).sum();
        if (weights == 0) {
            throw EcsError.invalidParameter(
                    "A capacity provider strategy must have at least one capacity provider with a"
                            + " weight greater than 0.");
        }
        List<String> providers = new ArrayList<>();
        for (StrategyItem item : strategy) {
            for (int i = 0; i < item.base() && providers.size() < count; i++) {
                providers.add(item.capacityProvider());
            }
        }
        int[] placed = new int[strategy.size()];
        for (int after = 1; providers.size() < count; after++) {
            int next = furthestBehind(strategy, placed, after, weights);
            placed[next]++;
            providers.add(strategy.get(next).capacityProvider());
        }
        return providers;
    }

    // Shares are compared times the sum of weights, so that integers do.
    private static int furthestBehind(
            List<StrategyItem> strategy, int[] placed, int after, int weights) {
        int best = -1;
        long bestDeficit = Long.MIN_VALUE;
        for (int i = 0; i < placed.length; i++) {
            int weight = strategy.get(i).weight();
            long deficit = (long) weight * after - (long) placed[i] * weights;
            if (weight > 0 && deficit > bestDeficit) {
                best = i;
                bestDeficit = deficit;
            }
        }
        return best;
    }
}
