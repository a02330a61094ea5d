package dev.slipway.controlplane.placement;

/**
 * A subnet that the caller chose.
 *
 * @param freeAddresses how many interfaces can still be made in it
 */
public record Place(String subnetId, String zone, int freeAddresses) {
    Place taken() {
        return new Place(subnetId, zone, freeAddresses - 1);
    }
}
