package dev.slipway.controlplane.placement;

/** A machine and what is set aside on it. */
public record Room(Machine machine, Reserved reserved) {

    int freeCpuUnits() {
        return machine.cpuUnits() - reserved.cpuUnits();
    }

    int freeMemoryMib() {
        return machine.memoryMib() - reserved.memoryMib();
    }

    boolean fits(Size size) {
        return freeCpuUnits() >= size.cpuUnits() && freeMemoryMib() >= size.memoryMib();
    }

    Room with(Size size, String zone) {
        return new Room(machine, reserved.with(size, zone));
    }
}
