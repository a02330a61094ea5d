package dev.slipway.controlplane.placement;

/** What a task takes of its machine; 1024 CPU units are one CPU. */
public record Size(int cpuUnits, int memoryMib) {
    public Size {
        if (cpuUnits <= 0 || memoryMib <= 0) {
            throw new IllegalArgumentException(
                    "a task takes something: " + cpuUnits + ", " + memoryMib);
        }
    }
}
