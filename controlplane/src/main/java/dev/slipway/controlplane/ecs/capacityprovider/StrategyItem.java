package dev.slipway.controlplane.ecs.capacityprovider;

import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;

/**
 * @param capacityProvider short name
 * @param base tasks that it gets before weights count, 0 to 100000
 * @param weight its share of the others, 0 to 1000
 */
public record StrategyItem(String capacityProvider, int base, int weight) {

    public CapacityProviderStrategyItem onTheWire() {
        return CapacityProviderStrategyItem.builder()
                .capacityProvider(capacityProvider)
                .base(base)
                .weight(weight)
                .build();
    }
}
